import type { Day } from '../../contribution/zone.ts'
import { isStale } from '../stale.ts'
import { claimWords } from './claim-words.ts'
import type { Draft } from './finding.ts'
import type { Page } from './page.ts'
import type { Unit } from './passages.ts'
import type { Audited, CuratedClaim } from './person.ts'

/** Longest text of a claim that is repeated. */
const maxText = 120

/** Words that no forge can prove: praise and ranks anywhere, and among contributions whatever holds nothing to check. */
export function checkClaims(
  unit: Unit,
  page: Page,
  among: boolean,
  checked: readonly Draft[],
  curated: readonly Draft[],
): Draft[] {
  const covers = (draft: Draft) => draft.at >= unit.start && draft.at < unit.end
  if (curated.some(covers)) return []
  const said = page.said.slice(unit.start, unit.end)
  const words = [...said.matchAll(claimWords)].map((match) =>
    claim(page, unit.start + match.index, match[0].length),
  )
  if (words.length > 0) return words
  const isSentence = unit.kind === 'bullet' || unit.kind === 'other'
  const wordCount = said.match(/\p{L}{2,}/gu)?.length ?? 0
  if (!among || !isSentence || wordCount < 4 || checked.some(covers)) return []
  const bullet = page.format.syntax.bullet(said.split(/[\r\n]/)[0] ?? '') ?? ''
  const lead = bullet.length + (/^[\s*_]*/.exec(said.slice(bullet.length))?.[0].length ?? 0)
  return [claim(page, unit.start + lead, said.length - lead)]
}

function claim(page: Page, at: number, length: number): Draft {
  const text = plain(page.text.slice(at, at + length))
  return {
    at,
    kind: 'claim',
    verdict: 'unprovable',
    text,
    expected: null,
    reference: null,
    advice: '',
  }
}

function plain(text: string): string {
  const whole = text
    .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return whole.length <= maxText ? whole : `${whole.slice(0, maxText - 1).trimEnd()}…`
}

/** What the person vouches for in the configuration and says in the document. Stale once nobody has looked for half a year. */
export function checkCurated(page: Page, { claims, asOf }: Audited): Draft[] {
  return claims.flatMap((each) => placesOf(each, page).map((at) => curated(each, at, asOf)))
}

function placesOf({ text }: CuratedClaim, { said }: Page): number[] {
  const words = text.trim().split(/\s+/).map(withEscapes)
  if (words.join('') === '') return []
  const pattern = new RegExp(words.join('[\\s*_]+'), 'giu')
  return [...said.matchAll(pattern)].map((match) => match.index)
}

/** A word as it may stand in a document: every sign of it may be escaped. */
function withEscapes(word: string): string {
  return word.replace(
    /[^\p{L}\p{N}]/gu,
    (sign) => `\\\\?${sign.replace(/[.*+?^${}()|[\]\\/-]/, '\\$&')}`,
  )
}

function curated({ text, asOf: told, source }: CuratedClaim, at: number, asOf: Day): Draft {
  const isOld = isStale(told, asOf)
  const check = source === null ? 'check it again' : `check ${source}`
  return {
    at,
    kind: 'claim',
    verdict: isOld ? 'stale' : 'unprovable',
    text,
    expected: null,
    reference: null,
    advice: isOld ? `says what it was on ${told}; ${check}` : `is what it was on ${told}`,
  }
}
