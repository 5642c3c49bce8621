// Given to one page: what a mouse cannot reach, because something else lies where it would press, what is too small
// to be met (WCAG 2.5.8), and words that break for want of room. The keyboard and axe see none of it. Gives sentences;
// no sentence when all is well.
() => {
  const SOUGHT = "a[href], button, input:not([type=hidden]), select, textarea, summary, label";
  const LEAST = 24;
  const wrong = new Set();

  const name = (element) => {
    if (!element) return "nothing";
    const tag = element.tagName.toLowerCase();
    const kind = (element.getAttribute("class") || "").trim().split(/\s+/)[0];
    const words = (element.getAttribute("aria-label") || element.innerText || element.value || element.name || "");
    return `<${tag}${element.id ? `#${element.id}` : ""}${kind ? `.${kind}` : ""}> ${words.trim().slice(0, 40)}`.replace(/\s+/g, " ");
  };
  // A link for the keyboard is one pixel large, or lies off the page's edge, until the keyboard is on it.
  const rectangles = (element) => [...element.getClientRects()].filter((one) =>
    one.width > 1 && one.height > 1 && one.bottom + scrollY > 0 && one.right + scrollX > 0);
  const there = (element) => element.checkVisibility({ visibilityProperty: true }) && rectangles(element).length > 0;
  const answers = (element, hit) => {
    if (!hit) return false;
    const label = hit.closest("label");
    return element.contains(hit) || (label && label.control === element) || element.control === hit;
  };

  const reach = (element) => {
    rectangles(element).forEach((_, place) => {
      element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const middle = () => {
        const one = rectangles(element)[place];
        return one && [one.left + one.width / 2, one.top + one.height / 2];
      };
      let point = middle();
      if (!point) return;
      if (point[1] < 0 || point[1] >= innerHeight) {
        scrollBy({ top: point[1] - innerHeight / 2, behavior: "instant" });
        point = middle();
      }
      const hit = document.elementFromPoint(...point);
      if (!answers(element, hit)) wrong.add(`${name(element)}: under ${name(hit)} at ${point.map(Math.round)}`);
    });
  };

  const whole = (parts) => {
    const all = parts.flatMap(rectangles);
    const left = Math.min(...all.map((one) => one.left));
    const top = Math.min(...all.map((one) => one.top));
    const right = Math.max(...all.map((one) => one.right));
    const bottom = Math.max(...all.map((one) => one.bottom));
    return { left, top, right, bottom, width: right - left, height: bottom - top, x: (left + right) / 2, y: (top + bottom) / 2 };
  };
  // The exception for a target in a sentence: words stand beside it that are no target themselves.
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const parent = walk.currentNode.parentElement;
      if (/[\p{L}\p{N}]/u.test(walk.currentNode.data) && !parent.closest(SOUGHT) && there(parent)) return true;
    }
    return false;
  };

  const sought = [...document.querySelectorAll(SOUGHT)].filter(there);
  // A box and the words beside it are one target.
  const targets = sought
    .filter((element) => element.tagName !== "LABEL" && !element.disabled)
    .map((element) => ({ element, box: whole([element, ...(element.labels || [])].filter(there)) }));
  const small = targets.filter(({ box }) => box.width < LEAST - 0.05 || box.height < LEAST - 0.05);
  const radius = LEAST / 2;
  small.filter(({ element }) => !inSentence(element)).forEach(({ element, box }) => {
    const near = targets.find((other) => {
      if (other.element === element || other.element.contains(element) || element.contains(other.element)) return false;
      if (small.includes(other)) return Math.hypot(other.box.x - box.x, other.box.y - box.y) < LEAST - 0.05;
      const aside = Math.max(other.box.left - box.x, 0, box.x - other.box.right);
      const above = Math.max(other.box.top - box.y, 0, box.y - other.box.bottom);
      return Math.hypot(aside, above) < radius - 0.05;
    });
    if (near) wrong.add(`${name(element)}: ${Math.round(box.width)} by ${Math.round(box.height)}, too near to ${name(near.element)}`);
  });

  // A word of ordinary length stands whole: where it breaks on a button or in a table, its place is too narrow.
  const heard = (element) => element && (element.getBoundingClientRect().width <= 1 || heard(element.parentElement));
  const range = document.createRange();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    const place = text.parentElement.closest("button, main :is(a, summary, td, th, dt)");
    if (!place || !there(text.parentElement) || heard(text.parentElement)) continue;
    for (const word of text.data.matchAll(/(?<!\S)\p{L}{2,13}(?=[\s.,:;]|$)/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((one) => Math.round(one.top)));
      if (lines.size > 1) wrong.add(`${name(place)}: the word “${word[0]}” is broken`);
    }
  }

  sought.filter((element) => !element.disabled).forEach(reach);
  scrollTo({ top: 0, left: 0, behavior: "instant" });
  const tooWide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (tooWide > 0) wrong.add(`the page is ${tooWide} pixels too wide`);
  return [...wrong];
}
