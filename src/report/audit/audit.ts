import { backgroundOf } from '../background.ts'
import type { DocumentFormat, Heading, Span } from '../formats/format.ts'
import { type PageLink, pageLinks } from '../formats/page-links.ts'
import { everything } from '../rules.ts'
import { nothingChosen } from '../select.ts'
import { isHead, wordsOf } from '../stated/neutral-words.ts'
import { checkClaims, checkCurated } from './check-claims.ts'
import { type Labels, labelsOf } from './check-labels.ts'
import { checkLink } from './check-links.ts'
import { checkOwnership } from './check-ownership.ts'
import { checkRoles } from './check-roles.ts'
import { checkState, type Standing } from './check-states.ts'
import { checkValues } from './check-values.ts'
import { aboveOf, daysOver } from './counts/above.ts'
import { checkCounts, titleWords } from './counts/check-counts.ts'
import { checkDates } from './dates/check-dates.ts'
import { checkLinkDate } from './dates/check-link-dates.ts'
import { linkDatesIn } from './dates/link-dates.ts'
import { type Deed, deedsOf } from './deeds.ts'
import { type Draft, type Finding, together } from './finding.ts'
import { Known } from './known.ts'
import { type Page, placeOf, readPage } from './page.ts'
import {
  type Entry,
  isUnderProject,
  type Passage,
  passagesOf,
  type Unit,
  unitsElsewhere,
} from './passages.ts'
import type { Audited } from './person.ts'
import { Readings } from './readings.ts'

export interface AuditInput {
  readonly bytes: Uint8Array
  readonly format: DocumentFormat
  /** Whose document it is; several may share one. */
  readonly people: readonly Audited[]
  /** A language tag; English without one. */
  readonly language?: string | undefined
}

/** One person with what is worked out about them for one document. */
interface Auditor {
  readonly who: Audited
  readonly readings: Readings
  readonly known: Known
  readonly passages: readonly Passage[]
  readonly curated: readonly Draft[]
}

/**
 * Holds every link, count, date, state and claim of a document against what is known, in the order of the document. Pure: no
 * database, network, clock or files.
 * @throws DocumentError when it is no text, or its markers are broken.
 */
export function auditDocument({ bytes, format, people, language }: AuditInput): Finding[] {
  const named = people.flatMap(({ sections }) => sections.map(({ heading }) => heading))
  const page = readPage(bytes, format, language, named)
  const links = pageLinks(page)
  const labels = labelsOf(page.said, links)
  const deeds = deedsOf(page.said, links)
  const auditors = people.map((who): Auditor => {
    const readings = new Readings(who)
    const passages = passagesOf(page, who, readings)
    return { who, readings, known: new Known(who), passages, curated: checkCurated(page, who) }
  })
  const within = auditors.flatMap((auditor) =>
    auditor.passages.map((passage) => inPassage(passage, auditor, { links, labels, deeds }, page)),
  )
  const passages = auditors.flatMap((auditor) => auditor.passages)
  const rest = unitsElsewhere(page, passages)
  const outside = links.filter(({ at }) => !passages.some((passage) => holds(passage, at)))
  const elsewhere = auditors.map((auditor) =>
    aroundPassages(rest, { links: outside, labels, deeds }, auditor, page, passages),
  )
  const values = auditors.map(({ who, readings }) => checkValues(page, who, readings))
  return agreed([...within, ...elsewhere, ...values])
    .sort((a, b) => a.at - b.at)
    .map(({ at, ...draft }) => ({ ...placeOf(page, at), ...draft }))
}

function holds({ start, end }: Span, at: number): boolean {
  return at >= start && at < end
}

/** What people who share a document make of the same words: a claim is true if it is true of one of them. */
function agreed(lists: readonly (readonly Draft[])[]): Draft[] {
  const byPlace = Map.groupBy(lists.flat(), ({ at, kind, text }) => `${at} ${kind} ${text}`)
  return [...byPlace.values()].flatMap((drafts) => {
    const verdict = together(drafts.map((draft) => draft.verdict))
    const [first] = drafts
    if (first === undefined) return []
    const chosen = drafts.find((draft) => draft.verdict === verdict)
    return [chosen ?? { ...first, verdict, expected: null, advice: '' }]
  })
}

/** Links, what they are called by, and what is said to have been done. */
interface Linked {
  readonly links: readonly PageLink[]
  readonly labels: Labels
  readonly deeds: ReadonlyMap<PageLink, Deed>
}

function inPassage(
  passage: Passage,
  { who, readings, known, curated }: Auditor,
  { links, labels, deeds }: Linked,
  page: Page,
): Draft[] {
  const { rules } = passage.section
  const isVisible: Standing['isVisible'] = (visibility) =>
    visibility === 'public' || rules.select.visibility === 'all'
  const among = rules.select.kinds.some((kind) => kind !== 'repository')
  return passage.entries.flatMap((entry) => {
    const units = entry.title === null ? entry.units : [entry.title, ...entry.units]
    const standing = { among, head: headOf(entry, page), background: passage.background, isVisible }
    const own = links.filter(({ at }) => units.some((unit) => holds(unit, at)))
    const place = {
      section: rules,
      key: entry.key,
      title: titleWords(entry, page),
      unclear: entry.unclear,
      employed: isElsewhere(entry, page),
      isShared: entry.isShared,
      days: null,
    }
    const placeAt = (unit: Unit) => {
      const { days, isPart, key } = aboveOf(unit, entry, passage, page)
      const employed = place.employed && key === null
      return { ...place, days, key, employed, isShared: place.isShared || isPart }
    }
    const dated = units
      .filter(({ kind }) => kind !== 'title')
      .flatMap((unit) => linkDatesIn(unit, own, page))
    const taken = new Set(dated.map(({ period }) => period.start))
    const checked = [
      ...dated.map((each) => checkLinkDate(each, page, known, who.person.timezone, isVisible)),
      ...own.map((link) => checkLink(link, labels, known, isVisible)),
      ...own.flatMap((link) => checkState(link, page.said, known, standing)),
      ...own.flatMap((link) => checkOwnership(link, deeds.get(link), known, standing)),
      ...units.flatMap((unit) => checkCounts(unit, page, placeAt(unit), readings)),
      ...units.flatMap((unit) => checkRoles(unit, own, page, known, isVisible)),
      ...checkDates(entry, taken, passage, page, who, readings, known),
      ...curated.filter(({ at }) => units.some((unit) => holds(unit, at))),
    ]
    const claims = units.flatMap((unit) => checkClaims(unit, page, true, checked, curated))
    return [...checked, ...claims]
  })
}

/** Under a title of its own that is no project we know: work may be meant that nobody was asked for. */
function isElsewhere(entry: Entry, page: Page): boolean {
  const words = wordsOf(titleWords(entry, page))
  return entry.key === null && !words.every(isHead)
}

/** The lines that may say a state for all of an entry: before its first bullet or link. */
function headOf({ title, units }: Entry, { said }: Page): string {
  const body = units.findIndex(({ kind }) => kind === 'bullet' || kind === 'links')
  const head = body < 0 ? units : units.slice(0, body)
  const lines = title === null ? head : [title, ...head]
  return lines.map(({ start, end }) => said.slice(start, end)).join('\n')
}

function aroundPassages(
  units: readonly Unit[],
  { links, labels, deeds }: Linked,
  { who, readings, known, curated }: Auditor,
  page: Page,
  passages: readonly Passage[],
): Draft[] {
  const [reading] = readings.of(null)
  const selection = reading?.selection ?? nothingChosen
  const background = backgroundOf(who.contributions, selection, everything, readings.options)
  const isVisible: Standing['isVisible'] = (visibility) => visibility === 'public'
  const standing = { among: false, head: '', background, isVisible }
  const isUnder = isUnderProject(page, passages, background)
  const dated = units
    .filter(({ kind }) => kind !== 'title')
    .flatMap((unit) => linkDatesIn(unit, links, page))
  const checked = [
    ...dated.map((each) => checkLinkDate(each, page, known, who.person.timezone, isVisible)),
    ...links.map((link) => checkLink(link, labels, known, isVisible)),
    ...links.flatMap((link) => checkState(link, page.said, known, standing)),
    ...links.flatMap((link) => checkOwnership(link, deeds.get(link), known, standing)),
    ...units.flatMap((unit) => {
      const employed = isEmployment(unit, page.outline.headings)
      const unclear = isUnder(unit)
      const days = daysOver(unit, page)
      const place = {
        section: null,
        key: null,
        title: '',
        unclear,
        employed,
        isShared: false,
        days,
      }
      return checkCounts(unit, page, place, readings)
    }),
    ...units.flatMap((unit) => checkRoles(unit, links, page, known, isVisible)),
    ...curated.filter(({ at }) => units.some((unit) => holds(unit, at))),
  ]
  return [...checked, ...units.flatMap((unit) => checkClaims(unit, page, false, checked, curated))]
}

const employment =
  /\b(?:experience|employment|work history|career|professional background|jobs?|projects?|education|volunteering)\b/i

const openSource = /\bopen[- ]?source\b|\bcontributions?\b/i

/** True under a heading that speaks of paid work, or of projects: each may mean what was done in it alone. */
function isEmployment({ start }: Span, headings: readonly Heading[]): boolean {
  let level = Number.POSITIVE_INFINITY
  for (const heading of headings.filter((each) => each.start <= start).reverse()) {
    if (heading.level >= level) continue
    if (employment.test(heading.text) && !openSource.test(heading.text)) return true
    level = heading.level
  }
  return false
}
