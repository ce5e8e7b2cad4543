// Passkeys: the library's own script is told which button, which field, and what the server asks of the passkey.
const told = document.getElementById('passkey').dataset
const button = document.getElementById(told.button)
button.hidden = false
window.allauth.webauthn.forms[told.use]({
  ids: {
    login: told.button,
    add: told.button,
    authenticate: told.button,
    credential: told.credential,
    passwordless: told.passwordless,
    data: 'js-data'
  }
})
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  document.getElementById('passkey-failed').hidden = false
})
