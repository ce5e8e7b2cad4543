// What makes the pages quicker to use where there is JavaScript; nothing but the upload's progress needs it.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// A part that looks again by itself stays as it is while it says the same: whoever is in it stays there, and nothing
// is read aloud twice.
document.body.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const { elt, target, requestConfig, serverResponse } = detail
  if (elt !== target || requestConfig.verb !== 'get') return
  const fresh = new DOMParser().parseFromString(serverResponse, 'text/html').getElementById(target.id)
  const same = (says) => fresh !== null && says(fresh) === says(target)
  if (same((one) => one.textContent) && same((one) => one.getAttribute('hx-get'))) detail.shouldSwap = false
})
