// A button that prints exists only where it can work; on paper every part that folds is open.
export function printButton (button) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

export function openForPrint () {
  let closed = []
  window.addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('main details:not([open])')]
    for (const part of closed) part.open = true
  })
  window.addEventListener('afterprint', () => {
    for (const part of closed) part.open = false
  })
}
