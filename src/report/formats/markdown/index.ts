import { htmlMarker } from '../../markers.ts'
import type { DocumentFormat } from '../format.ts'
import { writeHeading } from './heading.ts'
import { readOutline } from './outline.ts'
import { renderSection } from './render.ts'
import { detectStyle } from './style.ts'

/** CommonMark with GFM and front matter. */
export const markdown: DocumentFormat = {
  name: 'markdown',
  read: readOutline,
  marker: htmlMarker,
  render: (section, sources) =>
    section.entries.length === 0 ? '' : renderSection(section, detectStyle(sources)),
  heading: writeHeading,
}
