import type { SectionRules } from '../../../src/report/rules.ts'

export type RulesPart = Partial<Omit<SectionRules, 'select'>> & {
  readonly select?: Partial<SectionRules['select']>
}

/** What a section counts and shows where the configuration leaves everything out but this part. */
export function sectionRules(part: RulesPart = {}): SectionRules {
  return {
    id: 'oss',
    ownership: 'bullets',
    order: 'recent',
    max: { entries: 6, highlights: 4, links: 5 },
    activeDays: 90,
    projects: {},
    ...part,
    select: {
      kinds: ['pull-request', 'review'],
      repositories: ['**'],
      exclude: [],
      own: 'exclude',
      since: null,
      until: null,
      visibility: 'public',
      minPullRequests: 0,
      ...part.select,
    },
  }
}
