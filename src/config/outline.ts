import * as z from 'zod'
import type { ConfigPath } from './config-path.ts'

const text = z.string().optional().catch(undefined)

function list<T extends z.ZodType>(item: T) {
  return z.array(item).catch([])
}

const OutlineForge = z
  .object({ kind: text, url: text, token: z.unknown().optional(), tokens: z.unknown().optional() })
  .catch({})

const patterns = list(z.string().catch(''))

const OutlineSection = z
  .object({
    id: text,
    heading: text,
    after: text,
    select: z
      .object({ repositories: patterns, exclude: patterns, since: text, until: text })
      .optional()
      .catch(undefined),
  })
  .catch({})
type OutlineSection = z.infer<typeof OutlineSection>

const OutlineResume = z
  .object({ file: text, format: text, sections: list(OutlineSection).optional() })
  .catch({})

const OutlinePerson = z
  .object({
    id: text,
    accounts: list(z.object({ forge: text, login: text }).catch({})),
    ledger: text,
    resumes: list(OutlineResume),
    sections: list(OutlineSection).optional(),
  })
  .catch({ accounts: [], resumes: [] })

/**
 * What of a configuration is there to be compared with the rest of it. It takes any value: what is wrong by itself is
 * undefined or empty here, so that comparing goes on and people hear of all mistakes at once.
 */
export const Outline = z
  .object({
    database: text,
    forges: z.record(z.string(), OutlineForge).catch({}),
    people: list(OutlinePerson),
  })
  .catch({ forges: {}, people: [] })
export type Outline = z.infer<typeof Outline>

export interface PlacedSection {
  readonly path: ConfigPath
  readonly section: OutlineSection
}

/** @param path of the list */
export function placeSections(
  sections: readonly OutlineSection[] = [],
  path: ConfigPath,
): readonly PlacedSection[] {
  return sections.map((section, index) => ({ path: [...path, index], section }))
}

/** Each section as it is written, whether or not a résumé uses it. */
export function everySection(outline: Outline): readonly PlacedSection[] {
  return outline.people.flatMap((person, index) => [
    ...person.resumes.flatMap((resume, number) =>
      placeSections(resume.sections, ['people', index, 'resumes', number, 'sections']),
    ),
    ...placeSections(person.sections, ['people', index, 'sections']),
  ])
}
