import type { SectionUpdate } from '../../../src/report/document.ts'
import type { Count, Entry, Highlight, Link, Month, Section } from '../../../src/report/types.ts'

export function count(value: number, atLeast = false): Count {
  return { value, atLeast }
}

export function linkTo(number: number, more: Partial<Link> = {}): Link {
  return {
    url: `https://gitlab.com/acme/engine/-/merge_requests/${number}`,
    reference: `acme/engine!${number}`,
    state: null,
    ...more,
  }
}

export function highlight(number: number, text: string, more: Partial<Link> = {}): Highlight {
  const link = linkTo(number, more)
  return { key: link.url, text, confidence: 'high', link }
}

export function entry(more: Partial<Entry> = {}): Entry {
  return {
    key: 'gitlab.com/acme/engine',
    title: 'acme/engine',
    url: 'https://gitlab.com/acme/engine',
    organisation: 'acme',
    role: null,
    technologies: ['Go'],
    dates: { start: '2026-02' as Month, end: '2026-04' as Month },
    merged: count(5),
    reviewed: count(2),
    highlights: [highlight(61, 'Fixed the clutch'), highlight(63, 'Added a gear')],
    links: [linkTo(61), linkTo(63), linkTo(64)],
    ...more,
  }
}

/** Totals and counts follow from the entries, as they do where everything chosen is shown. */
export function section(
  entries: readonly Entry[] = [entry()],
  more: Partial<Section> = {},
): Section {
  const total = (of: 'merged' | 'reviewed') =>
    count(
      entries.reduce((sum, each) => sum + each[of].value, 0),
      entries.some((each) => each[of].atLeast),
    )
  return {
    id: 'oss',
    entries,
    totals: { merged: total('merged'), reviewed: total('reviewed') },
    counts: Object.fromEntries(
      entries.map(({ key, merged, reviewed }) => [key, { merged, reviewed }]),
    ),
    neverRead: [],
    selection: 'everything',
    ...more,
  }
}

/** As the configuration would ask for it. */
export function asked(
  value: Section = section(),
  more: Partial<SectionUpdate> = {},
): SectionUpdate {
  return { id: value.id, heading: 'Open Source', after: null, value, ...more }
}
