import { Argument, Command, CommanderError, Option } from 'commander'
import { schedulerNames } from '../schedule/print/names.ts'
import type { AdoptOptions } from './commands/adopt.ts'
import type { Context } from './context.ts'
import { type ExitCode, exitCodeMeanings, exitCodes, UsageError } from './exit-codes.ts'
import type { InitOptions } from './init/options.ts'
import { safe } from './output.ts'
import { type CommandWords, type ShellName, shellNames } from './shells.ts'
import { version } from './version.ts'

/** Options every command has. */
export interface CommonOptions {
  readonly config?: string
  readonly json?: boolean
}

/** What a command's module exports: loaded only when that command runs. */
type Action<Options> = (
  people: readonly string[],
  options: Options,
  context: Context,
) => Promise<ExitCode>

/**
 * Reads the command line and runs the command it names.
 * @throws what the command throws
 */
export async function runProgram(argv: readonly string[], context: Context): Promise<ExitCode> {
  const outcome: { code: ExitCode } = { code: exitCodes.done }
  try {
    await createProgram(context, outcome).parseAsync([...argv], { from: 'user' })
    return outcome.code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // It has said itself what is wrong; help and version end this way too.
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  }
}

function createProgram(context: Context, outcome: { code: ExitCode }): Command {
  const program = new Command('tracker')
  program
    .description(
      'Keeps open-source résumés true: merged pull requests and reviews from GitHub and GitLab.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(tracker --help lists the commands)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(safe(text)),
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getErrHelpWidth: () => context.stderr.columns ?? 100,
    })
    .addHelpText('after', exitCodeHelp())
  addCommands(program, context, outcome)
  return program
}

function exitCodeHelp(): string {
  const lines = exitCodeMeanings.map(
    ([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`,
  )
  return `\nExit codes:\n${lines.join('\n')}\n\nConfiguration: --config FILE, else $TRACKER_CONFIG, else ./config.json`
}

function addCommands(program: Command, context: Context, outcome: { code: ExitCode }): void {
  const subcommand = (
    parent: Command,
    usage: string,
    summary: string,
    examples: readonly string[],
  ): Command =>
    parent
      .command(usage)
      .description(summary)
      .option('--config <file>', 'configuration file')
      .option('--json', 'print one JSON object for machines')
      .addHelpText(
        'after',
        `\nExamples:\n${examples.map((line) => `  $ tracker ${line}`).join('\n')}`,
      )
  const command = (usage: string, summary: string, examples: readonly string[]): Command =>
    subcommand(program, usage, summary, examples)
  const act =
    <Options>(load: () => Promise<Action<Options>>) =>
    async (people: readonly string[], options: Options): Promise<void> => {
      outcome.code = await (await load())(people, options, context)
    }

  command(
    'init [resume]',
    'Write a configuration from a résumé: accounts it links, sections it has.',
    [
      'init resume.md',
      'init resume.md --github ada --section "Open Source" --sync --adopt',
      'init --name "Ada Example" --account gitlab=https://gitlab.acme.example/ada',
    ],
  )
    .option('--name <name>', 'name of the person (default: the title of the résumé)')
    .option('--id <id>', 'short name for the command line (default: from the name)')
    .option('--timezone <zone>', 'IANA time zone (default: that of this machine)')
    .option('--github <login>', 'login on github.com (default: as the résumé links it)')
    .option('--gitlab <login>', 'login on gitlab.com (default: as the résumé links it)')
    .option('--account <kind=profile...>', 'profile on another instance')
    .option('--section <heading>', 'heading of the section (default: as the résumé has it)')
    .option('--after <heading>', 'where the section has no heading yet: the one before it')
    .option('--projects <heading>', 'section of own repositories (default: one that links some)')
    .option('--no-projects', 'no such section')
    .option('--ledger <file>', 'also write a full report there')
    .option('--api-url <forge=url...>', 'address of an API, where it does not follow')
    .option('--token-env <forge=name...>', 'environment variable that holds a token')
    .option('--no-check', 'ask no forge about tokens and logins')
    .option('--sync', 'fetch the contributions right away')
    .option('--no-sync', 'do not ask whether to')
    .option('--adopt', 'fetch, then show which words of the résumé can be kept up to date')
    .option('--no-adopt', 'do not ask whether to')
    .option('--force', 'replace a configuration that is there')
    .action((file: string | undefined, options: InitOptions) =>
      act(async () => (await import('./commands/init.ts')).initCommand)(
        file === undefined ? [] : [file],
        options,
      ),
    )

  command('sync [person...]', 'Fetch what is new from the forges into the database.', [
    'sync',
    'sync ada --full',
    'sync --full --plan',
    'sync --json',
  ])
    .option('--full', 'read every stream from its first item')
    .option('--plan', 'say first how many requests it will take, and what share of the quota')
    .action(act(async () => (await import('./commands/sync.ts')).syncCommand))

  command('report [person...]', 'Regenerate résumé sections and ledgers from the database.', [
    'report --dry-run',
    'report ada',
    'report --check --as-of 2026-05-01',
  ])
    .option('--dry-run', 'print what would change as a unified diff and write nothing')
    .option(
      '--check',
      'print the documents that are out of date, write nothing, exit 8 if there are any',
    )
    .option(
      '--as-of <date>',
      'the day that decides what is still "Present" (default: today)',
      dayArgument('--as-of'),
    )
    .addOption(
      new Option(
        '--accept <what...>',
        'take what was held back: other dates than those you typed (date), a lower count (drop)',
      ).choices(['date', 'drop']),
    )
    .action(act(async () => (await import('./commands/report.ts')).reportCommand))

  command('run [person...]', 'Sync, then report: the line for cron.', [
    'run',
    'run --plan',
    'run --json',
  ])
    .option('--full', 'read every stream from its first item')
    .option('--plan', 'say first how many requests it will take, and what share of the quota')
    .option(
      '--as-of <date>',
      'the day that decides what is still "Present" (default: today)',
      dayArgument('--as-of'),
    )
    .action(act(async () => (await import('./commands/run.ts')).runCommand))

  command('status', 'Show what is stored, what is missing, and when it was last read.', [
    'status',
    'status --json',
  ]).action((options: CommonOptions) =>
    act(async () => (await import('./commands/status.ts')).statusCommand)([], options),
  )

  command('changes [person...]', 'Say what is new, in words fit for a commit message.', [
    'changes',
    'changes --since 2026-05-01 --format markdown',
    'changes > message && git commit --file=message resume.md',
  ])
    .option(
      '--since <date>',
      'tell of all runs since that day (default: since the last run that changed something)',
      dayArgument('--since'),
    )
    .addOption(
      new Option('--format <format>', 'how it is written (default: text)').choices([
        'text',
        'markdown',
        'json',
      ]),
    )
    .action(act(async () => (await import('./commands/changes.ts')).changesCommand))

  command('export [person...]', 'Print all contributions.', [
    'export --format json > contributions.json',
    'export ada --format ndjson --visibility all > ada.ndjson',
    'export --format csv --state all',
  ])
    .addOption(
      new Option('--format <format>', 'how they are written')
        .choices(['json', 'ndjson', 'csv'])
        .default('json'),
    )
    .addOption(
      new Option(
        '--state <state>',
        'merged pull requests, or also open and closed ones that are stored',
      )
        .choices(['merged', 'all'])
        .default('merged'),
    )
    .addOption(
      new Option('--visibility <visibility>', 'public ones, or also private ones')
        .choices(['public', 'all'])
        .default('public'),
    )
    .action(act(async () => (await import('./commands/export.ts')).exportCommand))

  command('import <file>', 'Read an ndjson export back into the database.', [
    'import ada.ndjson',
  ]).action((file: string, options: CommonOptions) =>
    act(async () => (await import('./commands/import.ts')).importCommand)([file], options),
  )

  command('adopt <file>', 'Make an existing résumé live: find what it says of your work.', [
    'adopt resumes/ada.md',
    'adopt resumes/ada.md --write',
  ])
    .option('--write', 'write markers, links and the sidecar (default: show what would change)')
    .option('--yes', 'take what is certain and leave the rest unmentioned')
    .option(
      '--as-of <date>',
      'the day that decides what is still "Present" (default: today)',
      dayArgument('--as-of'),
    )
    .action((file: string, options: AdoptOptions) =>
      act(async () => (await import('./commands/adopt.ts')).adoptCommand)([file], options),
    )

  command(
    'audit [file...]',
    'Check every link, count, date and state that résumés state against the database.',
    [
      'audit',
      'audit resumes/ada.md --all',
      'audit --as-of 2026-05-01 --json',
      'audit --format github   # annotations in GitHub Actions',
    ],
  )
    .option('--all', 'tell also what is true, and what no forge can prove')
    .option(
      '--as-of <date>',
      'the day that decides what is still "Present" (default: today)',
      dayArgument('--as-of'),
    )
    .addOption(
      new Option('--format <format>', 'how it is written (default: text)').choices([
        'text',
        'json',
        'github',
      ]),
    )
    .action(act(async () => (await import('./commands/audit.ts')).auditCommand))

  command('print <file>', 'Print a document without markers, for sending.', [
    'print resumes/ada.md > ada.md',
  ]).action((file: string, options: CommonOptions) =>
    act(async () => (await import('./commands/print.ts')).printCommand)([file], options),
  )

  command(
    'doctor [file...]',
    'Look at everything a run needs, and say how to put right what is wrong.',
    ['doctor', 'doctor --fix-encoding resumes/ada.md', 'doctor --fix-encoding --write'],
  )
    .option('--fix-encoding', 'show how garbled text is repaired, in the files named or in all')
    .option('--write', 'with --fix-encoding: write the repair')
    .action(act(async () => (await import('./commands/doctor.ts')).doctorCommand))

  const schedule = command('schedule', 'Stay and run at the times the configuration says.', [
    'schedule',
    'schedule --once',
    'schedule print systemd',
  ])
    .option('--once', 'run once now and end')
    .action((options: CommonOptions & { once?: boolean }) =>
      act(async () => (await import('./commands/schedule.ts')).scheduleCommand)([], options),
    )
  subcommand(
    schedule,
    'print',
    'Print what tells another scheduler to run the tracker: absolute paths, no tokens.',
    [
      '(crontab -l; tracker schedule print cron) | crontab -',
      'schedule print github-actions > .github/workflows/tracker.yml',
    ],
  )
    .addArgument(new Argument('<scheduler>', 'which one').choices(schedulerNames))
    .action((scheduler: string, _options: CommonOptions, self: Command) =>
      act(async () => (await import('./commands/schedule-print.ts')).schedulePrintCommand)(
        [scheduler],
        // Both `schedule` and `print` have the options of every command.
        self.optsWithGlobals<CommonOptions>(),
      ),
    )

  program
    .command('completion')
    .description('Print a script that lets a shell complete commands and options.')
    .addArgument(new Argument('<shell>', 'which one').choices(shellNames))
    .addHelpText('after', '\nExamples:\n  $ eval "$(tracker completion bash)"')
    .action(async (shell: ShellName) => {
      const { completionScript } = await import('./commands/completion.ts')
      context.stdout.write(completionScript(shell, wordsOf(program)))
    })
}

/** What a shell may complete. */
function wordsOf(program: Command): readonly CommandWords[] {
  return program.commands.map((each) => ({
    name: each.name(),
    summary: each.description(),
    options: [...each.options, ...each.commands.flatMap(({ options }) => options)]
      .map(({ long, description }) => ({ flag: long ?? '', summary: description }))
      .filter(({ flag }, index, all) => all.findIndex((other) => other.flag === flag) === index),
    words: [
      ...each.commands.map((sub) => sub.name()),
      ...each.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
  }))
}

/** A day that exists, as the value of `option`. */
function dayArgument(option: string): (text: string) => string {
  return (text) => {
    const day = new Date(`${text}T00:00:00Z`)
    if (
      !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
      Number.isNaN(day.getTime()) ||
      day.toISOString().slice(0, 10) !== text
    ) {
      throw new UsageError(`Cannot use \`${option} ${text}\`: expected a day such as 2026-05-01`)
    }
    return text
  }
}
