import { extensions, formatOf, isFormatName } from '../report/formats/names.ts'
import { formatPath, quote } from './config-path.ts'
import { checkForges, forgeNames } from './forge-consistency.ts'
import { nearest } from './nearest.ts'
import { everySection, type Outline, type PlacedSection } from './outline.ts'
import { findDuplicates } from './uniqueness.ts'
import { alternatives, forgePrefix } from './values.ts'

/**
 * Breaches of the rules that concern several places of a configuration at once, one sentence each.
 * @param folder of the file; paths in it are relative to it
 */
export function findInconsistencies(outline: Outline, folder: string): readonly string[] {
  return [
    ...checkForges(outline),
    ...checkAccounts(outline),
    ...everySection(outline).flatMap((placed) => [
      ...checkHeadings(placed),
      ...checkDays(placed),
      ...checkPatterns(placed, forgeNames(outline)),
    ]),
    ...checkFormats(outline),
    ...findDuplicates(outline, folder),
  ]
}

function checkAccounts(outline: Outline): readonly string[] {
  const names = forgeNames(outline)
  return outline.people.flatMap((person, index) =>
    person.accounts.flatMap(({ forge }, number) => {
      if (forge === undefined || names.includes(forge)) return []
      const path = formatPath(['people', index, 'accounts', number, 'forge'])
      return [`${path}: ${unknownForge(forge, names)}`]
    }),
  )
}

function unknownForge(name: string, names: readonly string[]): string {
  const meant = nearest(name, names)
  const hint =
    meant === undefined ? `expected ${alternatives(names)}` : `did you mean \`${meant}\`?`
  return `unknown forge ${quote(name)}, ${hint}`
}

function checkHeadings({ path, section }: PlacedSection): readonly string[] {
  if (section.after === undefined || section.heading !== undefined) return []
  const where = formatPath([...path, 'after'])
  return [`${where}: expected \`heading\` beside it, the heading to write there`]
}

function checkDays({ path, section }: PlacedSection): readonly string[] {
  const { since, until } = section.select ?? {}
  if (since === undefined || until === undefined || since <= until) return []
  const where = formatPath([...path, 'select', 'until'])
  return [
    `${where}: expected a day not before \`since\`, ${quote(since)}, received ${quote(until)}`,
  ]
}

function checkPatterns(
  { path, section }: PlacedSection,
  names: readonly string[],
): readonly string[] {
  const sentences: string[] = []
  for (const key of ['repositories', 'exclude'] as const) {
    for (const [index, pattern] of (section.select?.[key] ?? []).entries()) {
      const forge = forgePrefix.exec(pattern)?.[0].slice(0, -1)
      if (forge === undefined || names.includes(forge)) continue
      const where = formatPath([...path, 'select', key, index])
      sentences.push(`${where}: ${unknownForge(forge, names)}`)
    }
  }
  return sentences
}

function checkFormats(outline: Outline): readonly string[] {
  return outline.people.flatMap((person, index) =>
    person.resumes.flatMap(({ file, format }, number) => {
      if (file === undefined || format !== undefined || endsOpen(file)) return []
      const told = formatOf(file)
      if (isFormatName(told)) return []
      const where = formatPath(['people', index, 'resumes', number, 'file'])
      return [`${where}: ${told === undefined ? untold(file) : notYet(file, told)}`]
    }),
  )
}

function untold(file: string): string {
  return `expected ${alternatives(extensions)} at its end, or \`format\` beside it, received ${quote(file)}`
}

function notYet(file: string, format: string): string {
  return `the format of ${quote(file)}, \`${format}\`, is not supported yet, expected ${alternatives(extensions)}`
}

/** The pattern leaves the extension open, so each file it finds tells its own. */
function endsOpen(pattern: string): boolean {
  return /[*?\]})][^./]*$/.test(pattern)
}
