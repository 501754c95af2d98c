import { htmlMarker } from '../../markers.ts'
import type { DocumentFormat } from '../format.ts'
import { readOutline } from './outline.ts'
import { renderSection } from './render.ts'
import { detectStyle } from './style.ts'

/** Plain text with headings in capitals, as it comes out of a PDF or is written by hand. */
export const text: DocumentFormat = {
  name: 'text',
  read: readOutline,
  marker: htmlMarker,
  render: (section, sources) =>
    section.entries.length === 0 ? '' : renderSection(section, detectStyle(sources)),
  heading: (title) => title.toUpperCase(),
}
