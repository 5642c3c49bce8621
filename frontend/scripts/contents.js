// Mark, in a list of contents, the part that is being read.
export function contents (list) {
  const links = new Map()
  for (const link of list.querySelectorAll('a[href^="#"]')) {
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (part) links.set(part, link)
  }
  const watcher = new IntersectionObserver(seen => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue
      for (const link of links.values()) link.removeAttribute('aria-current')
      links.get(target).setAttribute('aria-current', 'true')
    }
  }, { rootMargin: '0px 0px -75% 0px' })
  for (const part of links.keys()) watcher.observe(part)
}
