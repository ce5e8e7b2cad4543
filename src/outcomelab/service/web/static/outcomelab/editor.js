// A mistake's link selects its line in the editor.
const editor = document.getElementById('id_text')

document.addEventListener('click', (event) => {
  const number = Number(event.target.dataset?.line)
  if (!editor || !number) return
  event.preventDefault()
  const lines = editor.value.split('\n')
  const start = lines.slice(0, number - 1).join('\n').length + (number > 1 ? 1 : 0)
  editor.focus()
  editor.setSelectionRange(start, start + lines[number - 1].length)
  editor.scrollTop = (number - 3) * (editor.scrollHeight / lines.length)
})
