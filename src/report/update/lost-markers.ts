import { DocumentError } from '../document/document-error.ts'
import { isBlank, linesOf } from '../document/lines.ts'
import type { SectionMemory } from '../document/sidecar.ts'
import type { DocumentFormat } from '../formats/format.ts'
import { standing } from '../merge/match.ts'

interface Lost {
  readonly text: string
  readonly format: DocumentFormat
  /** The sidecar's file name. */
  readonly sidecar: string
}

/**
 * A section that was written before has no markers any more, and stands there without: written a second time, the first
 * would go stale beside it. Where nothing of it stands a run was cut off before it could write it, or all of it was taken out.
 * @throws DocumentError on the line where the section seems to begin.
 */
export function refuseLost(
  id: string,
  { items }: SectionMemory,
  { text, format, sidecar }: Lost,
): void {
  const written = new Set(
    items.filter(({ kind }) => kind !== 'count' && kind !== 'dates').map(standing),
  )
  const found = linesOf(text).find((line) => !isBlank(line.text) && written.has(line.text))
  if (found === undefined) return
  const [begin, end] = [format.marker('begin', id), format.marker('end', id)]
  throw new DocumentError(
    `the markers of section \`${id}\`, which was written before, are gone; put \`${begin}\` and \`${end}\` around it again (it seems to begin on line ${found.number}), or delete ${sidecar} and run \`tracker adopt\``,
    { line: found.number },
  )
}
