// Behaviour added to pages that work without it. A module of ours is a file here, named in OURS below, and starts
// on every element with its data-module.
import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs'
import { CharacterCount } from 'govuk-frontend/dist/govuk/components/character-count/character-count.mjs'
import { Checkboxes } from 'govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs'
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs'
import { ExitThisPage } from 'govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs'
import { PasswordInput } from 'govuk-frontend/dist/govuk/components/password-input/password-input.mjs'
import { Radios } from 'govuk-frontend/dist/govuk/components/radios/radios.mjs'
import { SkipLink } from 'govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs'
import { autosave } from './autosave.js'
import { contents } from './contents.js'
import { filtersOfTheAddress } from './filters.js'
import { finder } from './finder.js'
import { once } from './once.js'
import { openForPrint, printButton } from './print.js'

const GOVUK = [Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, PasswordInput, Radios, SkipLink]
const OURS = { 'rrn-autosave': autosave, 'rrn-finder': finder, 'rrn-contents': contents, 'rrn-once': once, 'rrn-print': printButton }

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const Component of GOVUK) {
  for (const element of document.querySelectorAll(`[data-module~="${Component.moduleName}"]`)) {
    try {
      new Component(element)
    } catch (error) {
      console.error(error)
    }
  }
}
for (const [name, start] of Object.entries(OURS)) {
  for (const element of document.querySelectorAll(`[data-module~="${name}"]`)) start(element)
}
openForPrint()
filtersOfTheAddress()
