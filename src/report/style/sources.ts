import { endOfSection, headingOf, headingsOutside } from '../document/outside.ts'
import { type Region, withoutRegions } from '../document/region.ts'
import type { Outline } from '../formats/format.ts'

/**
 * Texts whose style a section follows, nearest first: its own section, then the whole document. What was generated is
 * left out of both, so that the style depends on the person's text alone and a second run finds the same.
 */
export function styleSources(
  text: string,
  outline: Outline,
  regions: readonly Region[],
  region: Region,
  configuredHeading: string | null,
): string[] {
  const headings = headingsOutside(outline, regions)
  const heading = headingOf(region, headings, configuredHeading, text)
  const whole = withoutRegions(text, regions)
  if (heading === null) return ['', whole]
  const until = endOfSection(heading, headings, text)
  return [withoutRegions(text, regions, heading.start, until), whole]
}
