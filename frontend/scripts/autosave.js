// A form that saves by itself to its own address, a moment after the last change. The button does the same without it.
// Each field carries, in a hidden field named was_…, the edition its writer began from; the server gives the new one
// back. A field that somebody else changed meanwhile is not overwritten: both versions are shown on pressing Save.
const WAIT = 1500
const AGAIN = 10000

export function autosave (form) {
  const words = form.querySelector('[data-autosave-words]')
  let timer = null
  let sending = false
  let changed = false

  // What needs her stays in sight at the foot of the window, however long the form is.
  const say = (text, needsHer = false) => {
    if (!words) return
    words.classList.toggle('rrn-saved--in-sight', needsHer)
    if (words.textContent !== text) words.textContent = text
  }

  const later = wait => {
    clearTimeout(timer)
    timer = setTimeout(send, wait)
  }

  async function send () {
    if (sending) return later(WAIT)
    sending = true
    changed = false
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        body: new FormData(form),
        headers: { 'X-Autosave': '1' },
        credentials: 'same-origin',
        redirect: 'manual'
      })
      if (answer.type === 'opaqueredirect' || answer.status === 403) say('Not saved: press Save to go on.', true)
      else if (answer.status === 409) refused((await answer.json()).refused)
      else if (!answer.ok) throw new Error(String(answer.status))
      else show(await answer.json())
    } catch {
      changed = true
      say('Not saved yet. We try again in a moment; your words are still here.', true)
      later(AGAIN)
    } finally {
      sending = false
    }
  }

  function refused (sentence) {
    changed = true
    say(`Not saved. ${sentence} What you wrote is still in this form: press Save to see it on a page to copy from.`, true)
  }

  function show (saved) {
    for (const [name, edition] of Object.entries(saved.editions)) {
      const field = form.elements.namedItem(name)
      if (field) field.value = edition
    }
    const sentences = saved.conflicts.map(one => one.sentence)
    if (sentences.length) return say(`${sentences.join(' ')} Yours is not saved yet. Press Save to see both versions and choose.`, true)
    const unclear = Object.values(saved.errors).flat()
    if (unclear.length) return say(`Saved at ${saved.saved_at}, but for this: ${unclear.join('. ')}.`, true)
    say(`Saved by itself at ${saved.saved_at}.`)
  }

  form.addEventListener('input', () => {
    changed = true
    later(WAIT)
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    changed = false
  })
  window.addEventListener('beforeunload', event => { if (changed) event.preventDefault() })
}
