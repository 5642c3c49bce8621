// Passkeys: the browser asks the device, then the form is sent as any other form.
// A form says what it is for in data-passkey ("sign-in", "prove", "add") and where its options stand.
(() => {
  'use strict'
  const passkeys = window.webauthnJSON

  function say (form, words) {
    const place = form.querySelector('[data-passkey-failure]')
    place.textContent = words
    place.hidden = !words
  }

  if (!passkeys || !passkeys.supported()) {
    for (const form of document.querySelectorAll('[data-module="rrn-passkey"]:not([hidden])')) {
      say(form, 'This browser cannot use passkeys. Choose another way.')
      form.querySelector('button').disabled = true
    }
    return
  }

  async function options (form) {
    const element = document.getElementById(form.dataset.passkeyData)
    if (element) return JSON.parse(element.textContent)
    const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
    if (!answer.ok) throw new Error('no options')
    return answer.json()
  }

  async function add (data, alone) {
    const wish = data.creation_options
    const selection = wish.publicKey.authenticatorSelection
    selection.residentKey = alone ? 'required' : 'discouraged'
    selection.requireResidentKey = alone
    if (alone) selection.userVerification = 'required'
    return passkeys.create(wish)
  }

  async function press (form) {
    say(form, '')
    const data = await options(form)
    const alone = form.querySelector('[name="passwordless"]')
    const answer = form.dataset.passkey === 'add'
      ? await add(data, Boolean(alone && alone.checked))
      : await passkeys.get(data.request_options)
    form.querySelector('[name="credential"]').value = JSON.stringify(answer)
    form.submit()
  }

  for (const form of document.querySelectorAll('[data-module="rrn-passkey"]')) {
    form.hidden = false
    form.querySelector('button').addEventListener('click', (event) => {
      event.preventDefault()
      press(form).catch(() => say(form, 'The passkey was not used. Try again, or choose another way.'))
    })
  }
})()
