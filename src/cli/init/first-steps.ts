import { forShell } from '../../schedule/print/quote.ts'
import { adoptCommand } from '../commands/adopt.ts'
import { syncCommand } from '../commands/sync.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes, mostSevere } from '../exit-codes.ts'
import { explain } from '../explain.ts'
import type { InitOptions } from './options.ts'

/** Where a new configuration stands. */
interface Start {
  readonly config: string
  /** The résumé `adopt` can make live; null where there is none. */
  readonly file: string | null
  /** What the checks of the accounts came to. */
  readonly code: ExitCode
}

/** What was done of the first run; with `--json` what each command printed, else null. */
interface Taken {
  readonly code: ExitCode
  readonly steps: readonly ('sync' | 'adopt')[]
  readonly sync: unknown
  readonly adopt: unknown
}

/** The first sync, and a look at what `adopt` would make live: by flags, on a terminal by asking, else not at all. */
export async function firstSteps(
  { config, file, code }: Start,
  options: InitOptions,
  context: Context,
): Promise<Taken> {
  const nothing: Taken = { code, steps: [], sync: null, adopt: null }
  if (!(await wantsSync(code, options, context))) return nothing
  const json = options.json === true
  const synced = await capture(json, context, (inner) => syncCommand([], { config, json }, inner))
  const after = mostSevere(code, synced.code)
  const fetched: Taken = { ...nothing, code: after, steps: ['sync'], sync: synced.json }
  if (file === null || !(await wantsAdopt(file, after, options, context))) return fetched
  // It only shows: answers would be forgotten.
  const { ask: _, ...unasked } = context
  const adopted = await capture(json, unasked, (inner) =>
    adoptCommand([file], { config, json }, inner),
  )
  return {
    ...fetched,
    code: mostSevere(after, adopted.code),
    steps: ['sync', 'adopt'],
    adopt: adopted.json,
  }
}

async function wantsSync(code: ExitCode, options: InitOptions, context: Context): Promise<boolean> {
  if (options.adopt === true) return options.sync !== false
  if (options.sync !== undefined || context.ask === undefined || code !== exitCodes.done) {
    return options.sync === true
  }
  return isYes(await context.ask('Fetch the contributions now? [y/N] '))
}

async function wantsAdopt(
  file: string,
  code: ExitCode,
  options: InitOptions,
  context: Context,
): Promise<boolean> {
  if (context.signal.aborted) return false
  if (options.adopt !== undefined || context.ask === undefined || code !== exitCodes.done) {
    return options.adopt === true
  }
  return isYes(await context.ask(`Show which words of ${file} can be kept up to date? [y/N] `))
}

function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer.trim())
}

/** With `--json` there is one object on stdout, so what a command prints there becomes a part of it. */
async function capture(
  json: boolean,
  context: Context,
  command: (inner: Context) => Promise<ExitCode>,
): Promise<{ readonly code: ExitCode; readonly json: unknown }> {
  let printed = ''
  const write = (text: string) => {
    printed += text
  }
  const inner = json ? { ...context, stdout: { ...context.stdout, write } } : context
  // What was written before stands: a step that fails is told like any command.
  const code = await command(inner).catch((error: unknown) => explain(error, context))
  return { code, json: printed === '' ? null : JSON.parse(printed) }
}

/** The command to go on with, as it can be typed. */
export function next({ file }: Start, { steps }: Taken, { config }: InitOptions): string {
  const suffix = config === undefined ? '' : ` --config ${forShell(config)}`
  const say = (command: string) => `\`tracker ${command}${suffix}\``
  const adopt = `adopt ${forShell(file ?? '')}`
  const fetched = steps.includes('sync')
  if (steps.includes('adopt')) return `next: ${say(`${adopt} --write`)} makes it live`
  const below = file === null ? '' : ', below what stands there'
  const run = fetched
    ? `${say('report')} writes the section${below}; ${say('report --dry-run')} only shows`
    : `${say('run')} fetches, and writes the section${below}`
  if (file === null) return `next: ${run}`
  const first = fetched ? '' : `${say('sync')}, then `
  return `next: ${run}\nor: ${first}${say(adopt)} shows which of your own words can be kept up to date`
}
