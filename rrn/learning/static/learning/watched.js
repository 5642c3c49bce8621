// Tell the server which stretches of a video have been played. The page works without this: reading counts the same.
const EVERY = 10000

function played (media) {
  const stretches = []
  for (const one of media) {
    for (let i = 0; i < one.played.length; i++) stretches.push([one.played.start(i), one.played.end(i)])
  }
  return stretches.slice(-150).map(pair => pair.map(second => Math.round(second * 100) / 100))
}

function total (stretches) {
  let sum = 0
  let last = 0
  for (const [start, end] of [...stretches].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, end - Math.max(start, last))
    last = Math.max(last, end)
  }
  return sum
}

function watched (frame) {
  const media = [...frame.querySelectorAll('video, audio')]
  const token = frame.querySelector('input[name="csrfmiddlewaretoken"]').value
  const words = frame.querySelector('[data-watched-words]')
  const away = frame.querySelector('[data-signed-out]')
  let begun = false
  let known = 0
  let where = Number(frame.dataset.resume)
  let waiting = null

  async function report (begins = false) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, segments: JSON.stringify(played(media)), resume_at: where })
    if (begins) body.set('begins', 'on')
    try {
      const answer = await fetch(frame.dataset.report, { method: 'POST', body, keepalive: true, headers: { Accept: 'application/json' } })
      if (answer.status === 401) away.hidden = false
      if (!answer.ok) return
      const now = await answer.json()
      away.hidden = true
      known = now.seconds
      words.textContent = now.words
      if (now.complete) for (const part of document.querySelectorAll('[data-when-complete]')) part.hidden = false
    } catch (error) {
      // No connection just now: the next report holds everything again.
    }
  }

  function soon () {
    if (waiting) return
    waiting = setTimeout(async () => {
      waiting = null
      await report()
      // Somebody who plays fast, or whose connection was away, is still ahead of what the server has taken.
      if (media.some(one => !one.paused) || total(played(media)) > known + 1) soon()
    }, EVERY)
  }

  for (const one of media) {
    one.addEventListener('loadedmetadata', () => {
      if (where > 1 && where < one.duration - 3) one.currentTime = where
    }, { once: true })
    one.addEventListener('play', () => {
      for (const other of media) if (other !== one) other.pause()
      if (!begun) report(true)
      begun = true
      soon()
    })
    one.addEventListener('timeupdate', () => { if (!one.paused) where = one.currentTime })
    one.addEventListener('pause', () => report())
    one.addEventListener('ended', () => report())
    if (one.readyState > 0 && where > 1 && where < one.duration - 3) one.currentTime = where
  }
  addEventListener('pagehide', () => { if (begun) report() })
  document.addEventListener('visibilitychange', () => { if (begun && document.hidden) report() })
}

for (const frame of document.querySelectorAll('[data-module="rrn-watched"]')) watched(frame)
