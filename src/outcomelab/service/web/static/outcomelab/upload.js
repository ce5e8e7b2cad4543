// How much of a list has been sent, and where it ends: the form is sent by htmx, and by the browser without it.
const form = (event) => event.target.closest?.('[data-upload]')

document.addEventListener('htmx:beforeRequest', (event) => {
  const sent = form(event)
  if (!sent) return
  const [file] = sent.querySelector('[type=file]').files
  const tooLarge = file !== undefined && file.size > Number(sent.dataset.most)
  sent.querySelector('[data-too-large]').hidden = !tooLarge
  if (tooLarge) event.preventDefault()
  else sent.querySelector('[data-sending]').hidden = file === undefined
})

document.addEventListener('htmx:xhr:progress', (event) => {
  const bar = form(event)?.querySelector('progress')
  // What comes back has a progress too: it begins when all is sent.
  if (bar && event.detail.lengthComputable && bar.value < 1) bar.value = event.detail.loaded / event.detail.total
})

document.addEventListener('htmx:beforeSwap', (event) => {
  if (event.detail.requestConfig.elt.matches('[data-upload]')) event.detail.shouldSwap = true  // refusals are pages too
})

document.addEventListener('htmx:afterSettle', (event) => {
  const said = event.detail.requestConfig.elt.matches('[data-upload]') && document.querySelector('#main [role=alert]')
  if (!said) return
  said.tabIndex = -1
  said.focus()
})
