import type { Person } from '../config/config.ts'
import { fromMilliseconds } from '../contribution/timestamp.ts'
import { type Day, dayOf } from '../contribution/zone.ts'
import { backgroundOf } from '../report/background.ts'
import { build } from '../report/build.ts'
import type { Contributions } from '../report/contributions.ts'
import { landingsOf } from '../report/landed.ts'
import type { Proof } from '../report/proof.ts'
import { select } from '../report/select.ts'
import type { DocumentInput } from '../report/update/document.ts'
import { measure } from '../report/values/measure.ts'
import { explain, type Why } from '../report/why.ts'
import type { Context } from './context.ts'

/** All that is known of a person. */
export interface Facts {
  readonly contributions: Contributions
  readonly proofs: readonly Proof[]
}

/** One résumé of one person. */
interface Work extends Facts {
  readonly person: Person
  readonly resume: Person['resumes'][number]
  /** Names of the configured forges. */
  readonly forges: readonly string[]
}

/** What every section of a résumé should say. */
export function buildSections(
  { person, resume, forges, contributions, proofs }: Work,
  options: { readonly asOf?: string },
  context: Pick<Context, 'now'>,
): Pick<DocumentInput, 'sections' | 'measure'> & {
  readonly warnings: readonly string[]
  /** Worked out for who asks. */
  readonly why: (deletedIn: (section: string) => readonly string[]) => readonly Why[]
} {
  const { timezone } = person
  const asOf = (options.asOf ?? dayOf(fromMilliseconds(context.now()), timezone)) as Day
  const who = {
    timezone,
    logins: person.accounts.map(({ forge, login }) => ({ host: forge.host, login })),
    forges,
  }
  const known = { proofs, timezone, asOf }
  const warnings: string[] = []
  const reasons: ((deletedIn: (section: string) => readonly string[]) => Why)[] = []
  const sections = resume.sections.map((rules) => {
    const { landed, problems } = landingsOf(rules, contributions)
    const selection = select(contributions, rules, who, landed)
    const options = { ...known, landed }
    warnings.push(...selection.warnings, ...problems)
    const { id, heading, after, ownership } = rules
    const value = build(selection, rules, options)
    reasons.push((deletedIn) =>
      explain({ selection, value }, contributions, rules, who, deletedIn(id)),
    )
    return {
      id,
      heading,
      after,
      ownership,
      value,
      background: backgroundOf(contributions, selection, rules, options),
    }
  })
  return {
    sections,
    measure: (query) => measure(query, contributions, who, known),
    warnings: [...new Set(warnings)],
    why: (deletedIn) => reasons.map((reason) => reason(deletedIn)),
  }
}
