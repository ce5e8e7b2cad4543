// What makes the pages quicker to use where there is JavaScript; nothing but the upload's progress needs it.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
