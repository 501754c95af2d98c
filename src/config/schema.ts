/**
 * The configuration as it is written, with defaults filled in. config.ts works it out further; what concerns several
 * places of the file at once is checked in consistency.ts.
 */
import * as z from 'zod'
import { forgeKinds } from '../forge/kinds.ts'
import { formatNames, plannedFormats } from '../report/formats/names.ts'
import { looksLikeToken } from './secrets.ts'
import { Section } from './section-schema.ts'
import {
  ApiUrl,
  alternatives,
  Cron,
  ForgeName,
  ForgeNumber,
  Id,
  Language,
  Login,
  line,
  oneOf,
  TimeZone,
  Url,
  Variable,
} from './values.ts'

const sourceWords =
  '`{ "env": NAME }` or `{ "command": [PROGRAM, …] }` (a token itself is never in the file)'

const argumentWords = 'text that is no token'
const Argument = line(argumentWords).refine((text) => !looksLikeToken(text), {
  error: argumentWords,
})

/** Where a token comes from. */
export const WrittenToken = z
  .strictObject(
    {
      env: Variable.optional().describe('Name of the environment variable that holds the token.'),
      command: z
        .array(Argument, { error: 'a list: the program and its arguments' })
        .min(1, 'a program')
        .optional()
        .describe('Program and arguments; the token is what it prints. No shell is used.'),
    },
    { error: sourceWords },
  )
  .refine((source) => (source.env === undefined) !== (source.command === undefined), {
    error: sourceWords,
  })
  .meta({ minProperties: 1, maxProperties: 1 })
export type WrittenToken = z.infer<typeof WrittenToken>

export const WrittenForge = z.strictObject(
  {
    kind: oneOf(forgeKinds).optional().describe('May be left out for `github` and `gitlab`.'),
    url: Url.optional().describe('Address for people: identity and link prefix.'),
    apiUrl: ApiUrl.optional().describe('Address of the REST API, where it does not follow.'),
    graphqlUrl: ApiUrl.optional().describe('Address of GraphQL, where it does not follow.'),
    token: WrittenToken.optional().describe('Where the token comes from.'),
    tokens: z
      .array(WrittenToken, { error: 'a list of token sources' })
      .min(1, 'at least one token source')
      .optional()
      .describe('Several tokens, used in turn.'),
  },
  { error: 'an object' },
)
export type WrittenForge = z.infer<typeof WrittenForge>

const WrittenAccount = z.strictObject(
  {
    forge: ForgeName.describe('A name under `forges`, or `github` or `gitlab`.'),
    login: Login.describe('As in the address of the profile.'),
    id: ForgeNumber.optional().describe('The number the forge gives the account.'),
    commands: z
      .union([z.literal('auto'), z.boolean()], { error: '`auto`, true or false' })
      .default('auto')
      .describe('Whether to read comments for Prow commands such as /lgtm.'),
  },
  { error: 'an object' },
)

const formatWords = alternatives(formatNames)
const Format = z.enum(formatNames, {
  error: ({ input }) =>
    plannedFormats.some((format) => format === input)
      ? `${formatWords} (that format is not supported yet)`
      : formatWords,
})

const Sections = z.array(Section, { error: 'a list of sections' })

const WrittenResume = z.strictObject(
  {
    file: line('a path or a pattern of paths').describe('Path or pattern of paths.'),
    format: Format.optional().describe('Told by the extension where it is left out.'),
    language: Language.optional().describe('Language of the document, such as `en`.'),
    sections: Sections.optional().describe('Sections of this résumé.'),
  },
  { error: 'an object' },
)

const WrittenPerson = z.strictObject(
  {
    id: Id.describe('Names the person on the command line and in the database.'),
    name: line('a name').describe('As it is printed in the full report.'),
    timezone: TimeZone.default('UTC').describe('Decides in which day and month a moment falls.'),
    accounts: z
      .array(WrittenAccount, { error: 'a list of accounts' })
      .min(1, 'at least one account')
      .describe('Logins of the person, on as many forges as there are.'),
    ledger: line('a path').optional().describe('Where the full report is written.'),
    resumes: z
      .array(WrittenResume, { error: 'a list of résumés' })
      .default([])
      .describe('Documents to keep up to date.'),
    sections: Sections.optional().describe('For résumés that have none of their own.'),
  },
  { error: 'an object' },
)

export const Schedule = z.strictObject(
  {
    cron: Cron.describe('Minute, hour, day of the month, month, day of the week.'),
    timezone: TimeZone.default('UTC').describe('In which the fields are meant.'),
  },
  { error: 'an object' },
)
export type Schedule = z.infer<typeof Schedule>

export const WrittenConfig = z.strictObject(
  {
    $schema: z.string({ error: 'text' }).optional().describe('For editors.'),
    database: line('a path').default('tracker.db').describe('Path of the SQLite database.'),
    forges: z
      .record(ForgeName, WrittenForge, { error: 'an object of forges' })
      .default({})
      .describe('`github` and `gitlab` exist without being named.'),
    people: z
      .array(WrittenPerson, { error: 'a list of people' })
      .min(1, 'at least one person')
      .describe('Whose contributions are tracked.'),
    schedule: Schedule.optional().describe('When `tracker schedule` runs.'),
  },
  { error: 'an object' },
)
export type WrittenConfig = z.infer<typeof WrittenConfig>
