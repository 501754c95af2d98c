import { isBlank, linesOf } from '../document/lines.ts'
import { sectionLevel } from '../document/outside.ts'
import { blocksOf } from '../entries/blocks.ts'
import { projectTitled } from '../entries/cuts.ts'
import type { Naming } from '../entries/naming.ts'
import type { DocumentFormat, Span } from '../formats/format.ts'
import type { CountPlace } from '../stated/scope.ts'

type Place = Pick<CountPlace, 'key' | 'title' | 'unclear'>

const nowhere: Place = { key: null, title: '', unclear: false }
const unclear: Place = { ...nowhere, unclear: true }

/**
 * What a line outside the sections stands below: the title of a project, whose numbers are meant then; a title of something
 * else, which may have numbers of its own; or nothing but the name of a section.
 * @param taken parts of the text that are sections' own
 */
export function placesIn(
  text: string,
  taken: readonly Span[],
  format: DocumentFormat,
  naming: Naming | null,
): (offset: number) => Place {
  const lines = linesOf(text)
  const { headings } = format.read(text)
  const level = sectionLevel(headings)
  const isTaken = ({ start, end }: Span) =>
    taken.some((each) => each.start < end && each.end > start)
  const rest = lines.map((line) => (isTaken(line) ? '' : line.text)).join('\n')
  const first = lines.find((line) => !isBlank(line.text))
  const named = headings.map(({ start, end, level: own }) => {
    const place = placeUnder(text.slice(start, end), naming)
    return { start, place: place.key === null && own <= level ? nowhere : place }
  })
  const isHeading = (start: number) => headings.some((each) => each.start === start)
  const titles = blocksOf(rest, format.syntax, new Set(), naming)
    .filter(({ kind, border }) => kind === 'title' || border === true)
    .map((block) => ({ ...block, start: lines[block.line]?.start ?? 0 }))
    .filter(({ line, start }) => line + 1 !== first?.number && !isHeading(start))
    .map(({ text: title, border, start }) => {
      return { start, place: border ? unclear : placeUnder(title, naming) }
    })
  const all = [...named, ...titles].sort((a, b) => a.start - b.start)
  return (offset) => all.findLast(({ start }) => start <= offset)?.place ?? nowhere
}

function placeUnder(title: string, naming: Naming | null): Place {
  if (naming === null) return unclear
  const [key, other] = naming.keysIn(title)
  const titled = projectTitled(title, naming) ?? (other === undefined ? key : undefined)
  return titled === undefined ? unclear : { key: titled, title, unclear: false }
}
