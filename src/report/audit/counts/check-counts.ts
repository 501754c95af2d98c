import { type CountClaim, countClaimsIn } from '../../stated/count-claims.ts'
import { foreignCountsIn } from '../../stated/foreign-counts.ts'
import { readable } from '../../stated/readable.ts'
import type { CountPlace } from '../../stated/scope.ts'
import type { Draft } from '../finding.ts'
import type { Page } from '../page.ts'
import type { Entry, Unit } from '../passages.ts'
import type { Readings } from '../readings.ts'
import { judgeCount } from './judge-count.ts'
import { subjectAbove } from './subjects.ts'
import { tableClaimsIn } from './tables.ts'

/** Every count a unit states. */
export function checkCounts(
  unit: Unit,
  page: Page,
  place: CountPlace,
  readings: Readings,
): Draft[] {
  const said = withCodedNumbers(unit, page)
  const text = readable(said)
  const claims = claimsIn(said, unit, page)
  return claims.map((claim, index) => {
    const { start, end } = claim
    const isBeside = besideAnother.test(lineAround(said, start))
    const isWide = spansRepositories(claim, claims[index + 1], text)
    const wide = place.key === null ? { unclear: false } : { employed: true }
    const around = isWide ? { ...place, ...wide } : place
    const here = isBeside ? { ...place, employed: true, isShared: true } : around
    const { verdict, expected, advice, path } = judgeCount(claim, here, readings)
    return {
      at: unit.start + start,
      kind: 'count',
      text: plain(text.slice(start, end)),
      verdict,
      expected,
      reference: path,
      advice,
    }
  })
}

/** The words of a unit; a number that is set as code, `Merged \`12\` PRs`, is said all the same. */
function withCodedNumbers({ start, end }: Unit, { said, text }: Page): string {
  let words = said.slice(start, end)
  for (const { index, 0: code } of text.slice(start, end).matchAll(codedNumber))
    words = `${words.slice(0, index)} ${code.slice(1, -1)} ${words.slice(index + code.length)}`
  return words
}

const codedNumber = /(?<!`)`\d[\d,]{0,10}\+?`(?!`)/g

/** "29 PRs merged across 12 repos" is of no one project, whatever it stands below. */
function spansRepositories(claim: CountClaim, next: CountClaim | undefined, text: string): boolean {
  const isOfRepositories = ({ counted, number, loose }: CountClaim) =>
    counted === 'repositories' && number.least > 1 && !loose
  if (isOfRepositories(claim)) return true
  const isBefore = next !== undefined && isOfRepositories(next)
  return isBefore && !/[.;:]/.test(text.slice(claim.end, next.start))
}

/** Two columns of a page whose lines were read across: a title over one of them is no title of the other. */
const besideAnother = /\S(?: {3,}|\t+ *)[-*•▪◦‣+] /

function lineAround(text: string, at: number): string {
  const end = text.indexOf('\n', at)
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, end < 0 ? text.length : end)
}

function claimsIn(said: string, unit: Unit, page: Page): CountClaim[] {
  if (!mayCount.test(said)) return []
  const foreign = foreignCountsIn(readable(said))
  if (foreign.length > 0) return foreign
  const inCells = tableClaimsIn(said)
  const inWords = countClaimsIn(said, subjectAbove(unit, page)).filter(
    ({ start, end }) => !inCells.some((cell) => start < cell.end && end > cell.start),
  )
  return [...inCells, ...inWords].sort((a, b) => a.start - b.start)
}

const mayCount =
  /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\p{L}+t(?:een|y)|dozens?|hundreds?|couple)\b/iu

/** As a reader meets it, without emphasis. */
function plain(said: string): string {
  return readable(said).replace(/\0/g, ' ').replace(/[*_`]/g, '').replace(/\s+/g, ' ').trim()
}

/** Title of an entry as plain words, for its counts. */
export function titleWords({ title }: Entry, page: Page): string {
  return title === null ? '' : page.said.slice(title.start, title.end)
}
