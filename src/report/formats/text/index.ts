import { commentsIn, htmlMarker } from '../../document/markers.ts'
import { dateTermsOf } from '../../style/date-terms.ts'
import type { DocumentFormat } from '../format.ts'
import { bulletAt } from './bullets.ts'
import { writeHeading } from './headings.ts'
import { readOutline } from './outline.ts'
import { createWriter } from './render.ts'
import { detectStyle } from './style.ts'

/** Plain text, as it comes out of a PDF or is written by hand. */
export const text: DocumentFormat = {
  name: 'text',
  read: readOutline,
  silent: commentsIn,
  comments: commentsIn,
  syntax: {
    heading: () => null,
    bullet: bulletAt,
    opaque: (lines) => lines.map(() => false),
  },
  marker: htmlMarker,
  writer: (sources, terms = dateTermsOf()) =>
    createWriter(detectStyle(sources, terms), sources, terms),
  heading: writeHeading,
}
