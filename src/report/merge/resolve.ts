import { isSealed } from '../document/sealed.ts'
import type { Item } from '../document/sidecar.ts'
import type { Block } from '../entries/blocks.ts'
import { wordsOf } from '../entries/words.ts'
import type { RegionSyntax, Writer } from '../formats/format.ts'
import type { Ownership } from '../rules.ts'
import { wordOf } from '../style/counts.ts'
import type { Background, Dates } from '../types.ts'
import { claimCounts, mergeCounts } from './counts.ts'
import { mergeDates } from './dates.ts'
import type { Finding, Note } from './findings.ts'
import { isFlagged, stateFlags } from './flags.ts'
import { withLabelsOf } from './labels.ts'
import { withPrefix } from './lines.ts'
import { standing } from './match.ts'
import type { Piece } from './pieces.ts'

export interface MergeRules {
  readonly ownership: Ownership
  readonly acceptDate: boolean
  readonly acceptDrop: boolean
  readonly writer: Writer
  readonly syntax: RegionSyntax
  readonly background: Background
}

/** What an entry says now. */
export interface Known {
  /** Its lines by kind, highlights by the address of their pull request, claims by their words. Only what is wanted. */
  readonly pieces: ReadonlyMap<string, Piece>
  /** Null where nothing tells them. */
  readonly dates: Dates | null
  /** By name, zeros too; null where nothing is counted any more. */
  readonly counts: Readonly<Record<string, string>> | null
}

export interface Resolved {
  /** Null takes the line out. */
  readonly text: string | null
  /** What is remembered of it from now on. */
  readonly item: Item | null
  readonly findings: readonly Finding[]
  readonly notes: readonly Note[]
}

export function nameOf({ kind, key, claim }: Item): string {
  if (kind === 'claim') return `claim ${claim ?? ''}`
  return kind === 'highlight' ? (key ?? '') : kind
}

/** True for a line that stands as the tool wrote it, or as it would write it now: a run may have stopped half-way. */
export function isUnchanged(
  block: Block,
  item: Item,
  piece: Piece | undefined,
  syntax: RegionSyntax,
): boolean {
  if (item.text === null) return false
  const now = piece === undefined ? null : withPrefix(piece.text, syntax.bullet(block.text), syntax)
  return block.text === item.text || block.text === now
}

/** What a person did beside the words of a line. */
export interface Place {
  /** They moved it to another entry. */
  readonly moved: boolean
  /** They set something below it. */
  readonly remarked: boolean
}

/** Decides about one line that is remembered; a line of links is `mergeLinks`' business. */
export function resolve(
  block: Block,
  item: Item,
  known: Known,
  place: Place,
  rules: MergeRules,
): Resolved {
  const { syntax, background } = rules
  const piece = known.pieces.get(nameOf(item))
  const unchanged = isUnchanged(block, item, piece, syntax)
  if (background.isHidden(item.entry) || background.isHidden(item.key ?? item.entry)) {
    // What became private leaves with the tool's words; a person's stay theirs, and are forgotten here.
    const leaves = unchanged && !place.remarked
    const text = leaves ? null : block.text
    const findings = leaves ? [] : [{ kind: 'private', text: block.text, value: '' } as const]
    return { text, item: null, findings, notes: [] }
  }
  const resolved = resolveShown(block, item, { known, piece, unchanged, place }, rules)
  return { ...resolved, findings: [...resolved.findings, ...stateFlags(item, background)] }
}

interface Found {
  readonly known: Known
  readonly piece: Piece | undefined
  readonly unchanged: boolean
  readonly place: Place
}

function resolveShown(
  block: Block,
  item: Item,
  { known, piece, unchanged, place }: Found,
  rules: MergeRules,
): Resolved {
  const { ownership } = rules
  if (piece === undefined && (place.moved || place.remarked))
    return substitute(block, item, piece, known, rules)
  // Words of a title are no fact, though its dates are.
  const isValue = item.kind === 'dates' || item.kind === 'count'
  if (unchanged && (ownership !== 'facts' || isValue))
    return rewrite(block, item, piece, known, rules)
  // Dates a person typed are theirs whatever else is not.
  const isDated = item.kind === 'dates' || item.slots?.['dates'] !== undefined
  return ownership === 'full' && item.text !== null && piece !== undefined && !isDated
    ? rewrite(block, item, piece, known, rules)
    : substitute(block, item, piece, known, rules)
}

function rewrite(
  block: Block,
  item: Item,
  piece: Piece | undefined,
  known: Known,
  { syntax, background, ownership, acceptDrop }: MergeRules,
): Resolved {
  if (piece !== undefined) {
    const text = withPrefix(piece.text, syntax.bullet(block.text), syntax)
    const isOwn = ownership !== 'full'
    return plain(isOwn ? text : withLabelsOf(text, block.text, background), piece)
  }
  // An entry of which nothing counts any more has none, once that is accepted: zero is not printed.
  const isZero = item.kind === 'count' && acceptDrop
  const isTakenOut =
    known.counts !== null &&
    (item.kind === 'count' ||
      item.kind === 'claim' ||
      (item.kind === 'highlight' && !isFlagged(item.key, background)))
  const isOver = isZero || isTakenOut
  return isOver ? { text: null, item: null, findings: [], notes: [] } : plain(block.text, item)
}

function plain(text: string, item: Item): Resolved {
  const { now: _, like: __, ...rest } = item
  return { text, item: { ...rest, text }, findings: [], notes: [] }
}

/** New values in the person's words. */
function substitute(
  block: Block,
  item: Item,
  piece: Piece | undefined,
  known: Known,
  rules: MergeRules,
): Resolved {
  const { dates: old = null, ...counts } = item.slots ?? {}
  const own = { slot: old, like: item.like ?? null }
  const before = standing(item)
  const { acceptDrop, acceptDate, writer, syntax } = rules
  const values = known.counts ?? {}
  const merged = mergeCounts(block.text, counts, values, { before, acceptDrop })
  const isPersons = (item.kind === 'count' || item.kind === 'title') && item.text === null
  const counted = isPersons ? claimCounts(merged, values, item.entry) : merged
  const isDated = item.kind === 'dates' || item.kind === 'title'
  const dated =
    isDated && known.dates !== null
      ? mergeDates(counted.text, own, known.dates, { accept: acceptDate, writer })
      : { text: counted.text, ...own, findings: [], dropped: false }
  const findings = [...counted.findings, ...dated.findings]
  const slots = dated.slot === null ? counted.slots : { ...counted.slots, dates: dated.slot }
  const isOpen = findings.some(({ kind }) => kind !== 'count')
  const proposal =
    piece === undefined || item.text === null
      ? item.text
      : withPrefix(piece.text, syntax.bullet(block.text), syntax)
  const dropped = [
    ...Object.entries(counts).flatMap(([name, value]) =>
      name in counted.slots ? [] : [`${value} ${wordOf(name)}`],
    ),
    ...(dated.dropped && old !== null ? [old] : []),
  ]
  const notes: Note[] = dropped.map((value) => ({
    kind: 'value-dropped',
    text: `${value}, of "${block.text}"`,
  }))
  if (item.kind === 'highlight' && isReworded(item.text, proposal))
    notes.push({ kind: 'title-changed', text: block.text })
  const { like: _, ...plainItem } = item
  const kept = { ...plainItem, ...(dated.like === null ? {} : { like: dated.like }), slots }
  return {
    text: dated.text,
    // An open question is asked the same next time.
    item: remembered(isOpen ? kept : { ...kept, text: proposal, now: dated.text }),
    findings,
    notes,
  }
}

function isReworded(old: string | null, now: string | null): boolean {
  if (old === null || now === null || old === now || isSealed(old)) return false
  const [before, after] = [wordsOf(old), wordsOf(now)]
  return before.size !== after.size || [...before].some((word) => !after.has(word))
}

/** Without what goes without saying. */
export function remembered({ now, slots, ...item }: Item): Item {
  return {
    ...item,
    ...(now === undefined || now === item.text ? {} : { now }),
    ...(slots === undefined || Object.keys(slots).length === 0 ? {} : { slots }),
  }
}
