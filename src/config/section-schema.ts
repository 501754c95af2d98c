import * as z from 'zod'
import { toPlainText } from '../contribution/plain-text.ts'
import {
  Day,
  DayOrMonth,
  Id,
  line,
  oneOf,
  Pattern,
  ProjectPath,
  PullReference,
  Source,
  wholeNumber,
  yesOrNo,
} from './values.ts'

const Kind = oneOf(['pull-request', 'review', 'repository'])

/** Which contributions a section counts. */
const Select = z.strictObject(
  {
    kinds: z
      .array(Kind, { error: 'a list of kinds' })
      .min(1, 'at least one kind')
      .default(['pull-request', 'review'])
      .describe('What counts; `repository` adds own repositories as entries.'),
    repositories: z
      .array(Pattern, { error: 'a list of patterns' })
      .default(['**'])
      .describe('Patterns over repository paths, letter case ignored; FORGE: in front binds one.'),
    exclude: z
      .array(Pattern, { error: 'a list of patterns' })
      .default([])
      .describe('Patterns of repositories to leave out.'),
    own: oneOf(['exclude', 'include', 'only'])
      .default('exclude')
      .describe('Repositories that belong to the person.'),
    since: Day.nullable().default(null).describe('First day that counts, in the time zone.'),
    until: Day.nullable().default(null).describe('Last day that counts, in the time zone.'),
    visibility: oneOf(['public', 'all'])
      .default('public')
      .describe('`all` lets private contributions into the document.'),
    minPullRequests: wholeNumber(0)
      .default(0)
      .describe('Projects with fewer merged pull requests are left out.'),
  },
  { error: 'an object' },
)

/** How much of each a section shows. */
const Max = z.strictObject(
  {
    entries: wholeNumber(1).default(6).describe('Projects.'),
    highlights: wholeNumber(0).default(4).describe('Bullets of one project.'),
    links: wholeNumber(0).default(5).describe('Links of one project.'),
  },
  { error: 'an object' },
)

/** Something that no forge can prove and the person vouches for. */
const Claim = z.strictObject(
  {
    text: line('a sentence')
      .max(500, 'a sentence of at most 500 characters')
      .refine(
        (text) => toPlainText(text, 500) === text,
        'a sentence without characters that do not show',
      )
      .describe('Printed as a bullet, as it is.'),
    asOf: DayOrMonth.describe('When it was last known to hold; after 180 days that is a warning.'),
    source: Source.optional().describe('Where to look it up.'),
  },
  { error: 'an object' },
)

/** A contribution that went in through somebody else's pull request, or through another of the person's own. */
const LandedVia = z.strictObject(
  {
    reference: PullReference.describe('The person’s pull request, closed without being merged.'),
    via: PullReference.describe('The merged one that carried it.'),
    evidence: line('a sentence or an address').describe(
      'For people: where the link between them is said.',
    ),
  },
  { error: 'an object' },
)

/** What the person says of one project. */
const Project = z.strictObject(
  {
    title: line('a title').optional().describe('Printed instead of the repository path.'),
    technologies: z
      .array(line('a technology'), { error: 'a list of technologies' })
      .optional()
      .describe('Printed instead of the languages the forge tells.'),
    pinned: yesOrNo().default(false).describe('Comes before what is not pinned.'),
    role: line('a role').optional().describe('What the person is in the project.'),
    claims: z
      .array(Claim, { error: 'a list of claims' })
      .optional()
      .describe('What the person vouches for, printed in the project’s entry.'),
    landedVia: z
      .array(LandedVia, { error: 'a list of pull requests' })
      .optional()
      .describe('Closed pull requests whose work was merged through another one.'),
  },
  { error: 'an object' },
)

/** One part of a résumé that is kept up to date. */
export const Section = z.strictObject(
  {
    id: Id.describe('Names the section in its markers.'),
    heading: line('the text of a heading')
      .nullable()
      .default(null)
      .describe('Where the first run puts the section, unless the document has its markers.'),
    after: line('the text of a heading')
      .nullable()
      .default(null)
      .describe('The first run writes `heading` itself, after the section of this heading.'),
    ownership: oneOf(['facts', 'bullets', 'full'])
      .default('bullets')
      .describe('What the tracker may change: values only, also bullets and entries, or all.'),
    select: Select.prefault({}).describe('Which contributions count.'),
    order: oneOf(['recent', 'most', 'stars'])
      .default('recent')
      .describe('Newest first, most merged first, or most starred first.'),
    max: Max.prefault({}).describe('How much is shown.'),
    activeDays: wholeNumber(0)
      .default(90)
      .describe('A project reads "Present" for this many days after its last contribution.'),
    projects: z
      .record(ProjectPath, Project, { error: 'an object of projects' })
      .default({})
      .describe('Words of your own for projects, by exact repository path.'),
  },
  { error: 'an object' },
)
export type Section = z.infer<typeof Section>
