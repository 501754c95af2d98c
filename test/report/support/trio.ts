import type { Day } from '../../../src/contribution/zone.ts'
import { adoptDocument } from '../../../src/report/adopt/adopt.ts'
import type { Audited } from '../../../src/report/audit/person.ts'
import { backgroundOf } from '../../../src/report/background.ts'
import { build } from '../../../src/report/build.ts'
import type { FormatName } from '../../../src/report/formats/names.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import { select } from '../../../src/report/select.ts'
import { updateDocument } from '../../../src/report/update/document.ts'
import type { SectionUpdate } from '../../../src/report/update/section.ts'
import { measure } from '../../../src/report/values/measure.ts'
import { wrong } from '../audit/support.ts'
import { bytesOf, textOf } from './documents.ts'

/** What each section of a person's résumé should say, from the data alone. */
function sectionsOf({ contributions, person, proofs, sections, asOf }: Audited): SectionUpdate[] {
  const options = { proofs, timezone: person.timezone, asOf: asOf as Day }
  return sections.map(({ rules, heading }) => {
    const selection = select(contributions, rules, person)
    const value = build(selection, rules, options)
    const background = backgroundOf(contributions, selection, rules, options)
    return { id: rules.id, heading, after: null, ownership: rules.ownership, value, background }
  })
}

/** A document made live, brought up to date with `--accept date`, and audited: on the same data throughout. */
export function trio(
  format: FormatName,
  document: string | Uint8Array,
  who: Audited,
  language?: string,
) {
  const bytes = typeof document === 'string' ? bytesOf(document) : document
  const sections = sectionsOf(who)
  const input = { file: 'resume', format: formats[format], language, sections }
  const options = { proofs: who.proofs, timezone: who.person.timezone, asOf: who.asOf }
  const report = (from: { bytes: Uint8Array; sidecar: string | null }, acceptDate: boolean) =>
    updateDocument({
      ...input,
      bytes: from.bytes,
      sidecar: from.sidecar,
      measure: (query) => measure(query, who.contributions, who.person, options),
      acceptDrop: false,
      acceptDate,
    })
  const adopted = adoptDocument({ ...input, bytes, sidecar: null })
  const reported = report(adopted, true)
  const checked = report(reported, false)
  return {
    adopted,
    reported,
    checked,
    live: textOf(adopted.bytes),
    text: textOf(reported.bytes),
    /** What an audit of the result finds false or stale. */
    untrue: wrong(reported.bytes, who, format, language),
  }
}
