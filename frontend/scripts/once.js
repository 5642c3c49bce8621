// A form that is sent once: a second press within five seconds is the same press. The server knows as well (client_key).
export function once (form) {
  let sentAt = 0
  form.addEventListener('submit', event => {
    const now = Date.now()
    if (now - sentAt < 5000) event.preventDefault()
    else sentAt = now
  })
  window.addEventListener('pageshow', () => { sentAt = 0 })
}
