import { htmlMarker } from '../../document/markers.ts'
import { dateTermsOf } from '../../style/date-terms.ts'
import type { DocumentFormat } from '../format.ts'
import { writeHeading } from './heading.ts'
import { readOutline } from './outline.ts'
import { createWriter } from './render.ts'
import { commentSpans, silentSpans } from './silent.ts'
import { detectStyle } from './style.ts'
import { syntax } from './syntax.ts'

/** CommonMark with GFM and front matter. */
export const markdown: DocumentFormat = {
  name: 'markdown',
  read: readOutline,
  silent: silentSpans,
  comments: commentSpans,
  syntax,
  marker: htmlMarker,
  writer: (sources, terms = dateTermsOf()) =>
    createWriter(detectStyle(sources, terms), sources, terms),
  heading: writeHeading,
}
