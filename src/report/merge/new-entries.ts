import { isBlank } from '../document/lines.ts'
import type { RegionSyntax, Writer } from '../formats/format.ts'
import type { Entry, Section } from '../types.ts'
import type { Finding } from './findings.ts'
import { blank, type Line } from './lines.ts'
import { listed, listStyleOf } from './listed.ts'
import { freshPieces, layOut } from './pieces.ts'
import type { MergeRules } from './resolve.ts'

/** What becomes of one group of a region, or an entry that is new in it. */
export interface Part {
  readonly key: string | null
  readonly lines: readonly Line[]
  readonly findings: ReadonlyMap<Line, readonly Finding[]>
  /** It is new in a list. */
  readonly inList?: boolean
}

/** New entries follow the one they follow in the order of the data; without one they come first, in a list last. */
export function withNewEntries(
  parts: readonly Part[],
  added: ReadonlySet<string>,
  section: Section,
  refused: ReadonlySet<string>,
  rules: MergeRules,
): Part[] {
  let all = [...parts]
  for (const [index, entry] of section.entries.entries()) {
    if (!added.has(entry.key) || refused.has(entry.key)) continue
    const model = all.findLast((part) => isListed(part, rules))
    if (model !== undefined) {
      all = withListed(all, model, entry, refused, rules)
      continue
    }
    const before = section.entries.slice(0, index).map(({ key }) => key)
    const follows = all.findLastIndex(({ key }) => key !== null && before.includes(key))
    const first = all.findIndex(({ key }) => key !== null)
    const at = follows >= 0 ? follows + 1 : first >= 0 ? first : all.length
    all.splice(at, 0, newPart(entry, refused, rules.writer))
  }
  return all
}

function isListed({ key, lines }: Part, { syntax }: MergeRules): boolean {
  return key !== null && listStyleOf(lines, syntax) !== null
}

/** With an entry at the end of the list that the model stands in, written as it is: what stands behind the list stays there. */
function withListed(
  parts: readonly Part[],
  model: Part,
  entry: Entry,
  refused: ReadonlySet<string>,
  rules: MergeRules,
): Part[] {
  const { writer, syntax } = rules
  const style = listStyleOf(model.lines, syntax)
  const from = parts.indexOf(model)
  // The person's own bullets may follow.
  const isOver = ({ lines }: Part) => syntax.bullet(lines[0]?.text ?? '') === null
  const next = parts.findIndex((part, index) => index > from && isOver(part))
  const end = next < 0 ? parts.length : next
  const last = parts[end - 1]
  if (style === null || last === undefined) return [...parts]
  const others = parts.slice(0, end - 1).filter((part) => isListed(part, rules))
  const isSpaced = others.some(({ lines }) => isBlank(lines.at(-1)?.text ?? '-'))
  const cut = endOfBullets(last.lines, syntax)
  const made = newPart({ ...entry, links: [] }, refused, listed(writer, style, syntax))
  const own = made.lines.filter(({ text }) => !isBlank(text))
  return [
    ...parts.slice(0, end - 1),
    { ...last, lines: last.lines.slice(0, cut) },
    { ...made, lines: isSpaced ? [blank, ...own] : own, inList: true },
    { key: null, lines: last.lines.slice(cut), findings: last.findings },
    ...parts.slice(end),
  ]
}

/** After the last bullet and what is set in below it. */
function endOfBullets(lines: readonly Line[], syntax: RegionSyntax): number {
  const last = lines.findLastIndex(({ text }) => syntax.bullet(text) !== null)
  const rest = lines.slice(last + 1)
  const below = rest.findLastIndex(
    ({ text }, index) =>
      rest.slice(0, index + 1).every((each) => isBlank(each.text) || /^[ \t]/.test(each.text)) &&
      !isBlank(text),
  )
  return last + 2 + below
}

function newPart(entry: Entry, refused: ReadonlySet<string>, writer: Writer): Part {
  const isNew = ({ url }: { url: string }) => !refused.has(url)
  const pieces = freshPieces(
    {
      ...entry,
      highlights: entry.highlights.filter(({ link }) => isNew(link)),
      claims: entry.claims.filter(({ text }) => !refused.has(`${entry.key} claim ${text}`)),
      links: entry.links.filter(isNew),
    },
    writer,
  )
  const items = new Map(pieces.map((piece) => [piece.text, piece]))
  const lines = layOut(pieces, writer.apart)
    .split('\n')
    .map((text) => ({ text, item: items.get(text) ?? null, from: null }))
  return { key: entry.key, lines, findings: new Map() }
}
