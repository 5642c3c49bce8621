// Back may bring a page as it was left, with boxes ticked that its address does not name. The boxes follow the address.
export function filtersOfTheAddress () {
  window.addEventListener('pageshow', event => {
    if (!event.persisted) return
    for (const form of document.querySelectorAll('form.rrn-filters')) form.reset()
  })
}
