// Build what the pages load into rrn/core/static/rrn: site.css, site.js, fonts, sprite, favicon, and the stamp.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const house = dirname(here)
const out = join(house, 'rrn/core/static/rrn')
const journeys = join(house, 'tests/journeys')
mkdirSync(join(out, 'fonts'), { recursive: true })
mkdirSync(journeys, { recursive: true })

// site.css for every page; office.css for our pages in the office; frame.css for Wagtail's.
for (const name of ['site', 'office', 'frame']) {
  const css = sass.compile(join(here, `styles/${name}.scss`), {
    loadPaths: [join(here, 'node_modules')],
    style: 'compressed',
    quietDeps: true
  }).css
  const squeezed = await esbuild.transform(css, { loader: 'css', minify: true, target: ['chrome109', 'firefox115', 'safari15.6'] })
  writeFileSync(join(out, `${name}.css`), squeezed.code)
}

await esbuild.build({
  entryPoints: [join(here, 'scripts/site.js')],
  outfile: join(out, 'site.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome109', 'firefox115', 'safari15.6'],
  legalComments: 'none',
  logLevel: 'warning'
})

for (const name of ['atkinson.woff2', 'atkinson-welsh.woff2', 'OFL.txt']) {
  copyFileSync(join(here, 'fonts', name), join(out, 'fonts', name))
}
for (const name of ['sprite.svg', 'favicon.svg', 'LICENSE-tabler.txt', 'LICENSE-govuk-frontend.txt']) copyFileSync(join(here, 'icons', name), join(out, name))
copyFileSync(join(here, 'node_modules/axe-core/axe.min.js'), join(journeys, 'axe.min.js'))
copyFileSync(join(here, 'node_modules/axe-core/LICENSE'), join(journeys, 'LICENSE-axe-core.txt'))

for (const name of ['site.css', 'site.js', 'sprite.svg', 'fonts/atkinson.woff2']) {
  const bytes = readFileSync(join(out, name))
  console.log(`${name}: ${(bytes.length / 1000).toFixed(1)} kB, ${(gzipSync(bytes, { level: 9 }).length / 1000).toFixed(1)} kB compressed`)
}
execFileSync('python3', [join(here, 'assets_in_date.py'), '--write'], { stdio: 'inherit' })
