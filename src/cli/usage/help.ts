import type { AddHelpTextContext, Command } from 'commander'
import { forgeKinds, kindFacts } from '../../forge/kinds.ts'
import { type ExitCode, exitCodeMeanings, exitCodes } from '../exit-codes.ts'

/** What the help of a command says beside its arguments and options. */
export interface Words {
  /** One sentence, also in the list of commands. */
  readonly summary: string
  /** What to know before using it. */
  readonly details?: string
  /** Of its argument, where it has one. */
  readonly argument?: string
  /** Command lines; `tracker ` is put before one that does not name it. */
  readonly examples: readonly string[]
  /** What the codes it can end with mean; `usual` ones need no words of their own. */
  readonly exits: Readonly<Partial<Record<ExitCode, string>>>
}

/** What the codes mean in general, for commands that have no more to say of them. */
export function usual(...codes: readonly ExitCode[]): Words['exits'] {
  const named = exitCodeMeanings.filter(([code]) => codes.includes(code))
  return Object.fromEntries(named)
}

/** For commands that read what is stored. */
export const reading: Words['exits'] = {
  [exitCodes.done]: 'done',
  [exitCodes.failed]: 'failed: there is no database yet, or it cannot be read',
  ...usual(exitCodes.usage),
}

/** What the environment decides, for every command. */
const environment = [
  ['TRACKER_CONFIG', 'configuration file, unless --config names one (default: ./config.json)'],
  ...forgeKinds.map((kind) => {
    const { tokenVariable, home } = kindFacts[kind]
    const { host } = new URL(home)
    return [
      tokenVariable,
      `token for ${host} alone, unless the configuration says where it comes from`,
    ] as const
  }),
  ['HTTPS_PROXY', 'proxy for https:// addresses, as a URL; https_proxy comes first'],
  ['HTTP_PROXY', 'proxy for http:// addresses; http_proxy comes first'],
  ['NO_PROXY', 'hosts, separated by commas, that are reached without a proxy; * for all'],
  ['NODE_EXTRA_CA_CERTS', 'file with the certificate of a CA of your own, read by Node'],
  [
    'NO_COLOR',
    'honoured always: nothing is coloured; no progress line where stderr is no terminal',
  ],
] as const

/** Adds to the help of the program what concerns every command. */
export function addProgramHelp(program: Command): void {
  program.addHelpText('after', (context) =>
    [
      '',
      ...list('Environment:', environment, context),
      ...list('Exit codes:', exitRows(exitCodeMeanings), context),
      'tracker COMMAND --help tells of one command, with examples.',
    ].join('\n'),
  )
}

/** Adds to the help of a command what it can end with and how it is used. */
export function addCommandHelp(command: Command, { examples, exits }: Words): void {
  command.addHelpText('after', (context) =>
    [
      '',
      'Examples:',
      ...examples.map((line) => `  $ ${/\btracker /.test(line) ? line : `tracker ${line}`}`),
      '',
      ...list('Exit codes:', exitRows(Object.entries(exits)), context).slice(0, -1),
    ].join('\n'),
  )
}

function exitRows(meanings: readonly (readonly [number | string, string])[]) {
  return meanings.map(([code, meaning]) => [String(code).padStart(3), meaning] as const)
}

/** Terms and what they mean, in the columns and the width of the rest of the help. */
function list(
  heading: string,
  rows: readonly (readonly [string, string])[],
  { command, error }: AddHelpTextContext,
): readonly string[] {
  const { getErrHelpWidth, getOutHelpWidth } = command.configureOutput()
  const helper = command.createHelp()
  helper.prepareContext({ helpWidth: (error ? getErrHelpWidth : getOutHelpWidth)?.() ?? 100 })
  const width = Math.max(...rows.map(([term]) => term.length))
  const items = rows.map(([term, meaning]) => helper.formatItem(term, width, meaning, helper))
  // The last of a list is an empty line.
  return helper.formatItemList(heading, items, helper)
}
