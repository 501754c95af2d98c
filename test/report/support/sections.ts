import type { FormatName } from '../../../src/report/formats/names.ts'
import { formats } from '../../../src/report/formats/registry.ts'
import { freshPieces, layOut } from '../../../src/report/merge/pieces.ts'
import type {
  Background,
  Count,
  Entry,
  Highlight,
  KnownPull,
  Link,
  Month,
  Section,
} from '../../../src/report/types.ts'
import type { SectionUpdate } from '../../../src/report/update/document.ts'

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
    commented: count(0),
    highlights: [highlight(61, 'Fixed the clutch'), highlight(63, 'Added a gear')],
    claims: [],
    links: [linkTo(61), linkTo(63), linkTo(64)],
    ...more,
  }
}

/** Totals and counts follow from the entries, as they do where everything chosen is shown. */
export function section(
  entries: readonly Entry[] = [entry()],
  more: Partial<Section> = {},
): Section {
  const total = (of: 'merged' | 'reviewed' | 'commented') =>
    count(
      entries.reduce((sum, each) => sum + each[of].value, 0),
      entries.some((each) => each[of].atLeast),
    )
  return {
    id: 'oss',
    entries,
    totals: {
      merged: total('merged'),
      reviewed: total('reviewed'),
      commented: total('commented'),
    },
    counts: Object.fromEntries(
      entries.map(({ key, merged, reviewed, commented }) => [key, { merged, reviewed, commented }]),
    ),
    neverRead: [],
    selection: 'everything',
    max: { entries: 6, highlights: 4, links: 5 },
    ...more,
  }
}

/** What is known beside `value`: pull requests that are merged and public, unless `pulls` says otherwise. */
export function background(
  value: Section,
  more: {
    readonly pulls?: Readonly<Record<string, Partial<KnownPull>>>
    readonly entries?: readonly Entry[]
    readonly hidden?: readonly string[]
    readonly present?: Readonly<Record<string, string>>
  } = {},
): Background {
  const { pulls = {}, hidden = [], present = {} } = more
  const entries = [...value.entries, ...(more.entries ?? [])]
  const isUrl = (url: string) =>
    /^https:\/\/gitlab\.com\/acme\/\w+\/-\/merge_requests\/\d+$/.test(url)
  return {
    entry: (key) => entries.find((each) => each.key === key) ?? null,
    pull: (url) =>
      isUrl(url)
        ? {
            url,
            state: 'merged',
            created: null,
            visible: true,
            gone: false,
            revertedBy: null,
            landedVia: null,
            ...pulls[url],
          }
        : null,
    pullsOf: (key) =>
      entries
        .find((each) => each.key === key)
        ?.highlights.map(({ link, text }) => ({ link, title: text })) ?? [],
    projects: () => entries.map(({ key }) => key),
    repositoryOf: (url) => /^https:\/\/(gitlab\.com\/acme\/\w+)/.exec(url)?.[1] ?? null,
    present: (key) => present[key] ?? key,
    names: () =>
      entries.flatMap(({ key, highlights }) => [key, ...highlights.map((each) => each.key)]),
    isKnown: isUrl,
    isHidden: (keyOrUrl) => hidden.includes(keyOrUrl),
  }
}

/** As the configuration would ask for it. */
export function asked(
  value: Section = section(),
  more: Partial<SectionUpdate> = {},
): SectionUpdate {
  return {
    id: value.id,
    heading: 'Open Source',
    after: null,
    ownership: 'bullets',
    value,
    background: background(value),
    ...more,
  }
}

/** The body of a region that nobody but the tool had a hand in. */
export function render(name: FormatName, value: Section, sources: readonly string[]): string {
  const writer = formats[name].writer(sources)
  return value.entries.map((each) => layOut(freshPieces(each, writer), writer.apart)).join('\n\n')
}
