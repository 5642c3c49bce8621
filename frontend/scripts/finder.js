// Find while typing: an input with a list of suggestions under it (the ARIA combobox pattern). Choosing one opens its
// page. Without this the form's button looks the same words up. The list lies over what follows the button, so that
// opening and closing it moves nothing under anybody's pointer.
const WAIT = 250

export function finder (root) {
  const input = root.querySelector('input')
  if (!input) return
  const list = document.createElement('ul')
  const count = document.createElement('p')
  list.id = `${input.id}-found`
  list.className = 'rrn-finder__list'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'Listed organisations')
  count.className = 'govuk-visually-hidden'
  count.setAttribute('role', 'status')
  root.append(list, count)
  Object.entries({ role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': 'false' })
    .forEach(([name, value]) => input.setAttribute(name, value))

  let timer = null
  let asked = 0
  let at = -1

  const close = () => {
    list.hidden = true
    at = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }

  const mark = next => {
    const options = [...list.children]
    if (!options.length) return
    at = (next + options.length) % options.length
    options.forEach((option, place) => option.setAttribute('aria-selected', String(place === at)))
    input.setAttribute('aria-activedescendant', options[at].id)
    options[at].scrollIntoView({ block: 'nearest' })
  }

  function draw (found) {
    list.replaceChildren(...found.map((one, place) => {
      const option = document.createElement('li')
      option.id = `${list.id}-${place}`
      option.className = 'rrn-finder__option'
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      option.textContent = one.place ? `${one.name}, ${one.place}` : one.name
      option.dataset.href = one.href
      option.addEventListener('mousedown', event => event.preventDefault())
      option.addEventListener('click', () => { window.location.assign(one.href) })
      return option
    }))
    at = -1
    list.hidden = !found.length
    input.setAttribute('aria-expanded', String(Boolean(found.length)))
    count.textContent = found.length ? `${found.length} listed. Use the arrow keys.` : root.dataset.none
  }

  async function look () {
    const words = input.value.trim()
    const mine = ++asked
    if (words.length < 2) return close()
    try {
      const answer = await fetch(`${root.dataset.source}?q=${encodeURIComponent(words)}`, { credentials: 'same-origin' })
      if (!answer.ok) return close()
      const { results } = await answer.json()
      if (mine === asked) draw(results)
    } catch {
      close()
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(look, WAIT)
  })
  input.addEventListener('keydown', event => {
    if (list.hidden) return
    if (event.key === 'ArrowDown') mark(at + 1)
    else if (event.key === 'ArrowUp') mark(at - 1)
    else if (event.key === 'Escape') return close()
    else if (event.key === 'Enter' && at >= 0) window.location.assign(list.children[at].dataset.href)
    else return
    event.preventDefault()
  })
  input.addEventListener('blur', close)
}
