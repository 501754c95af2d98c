import { type Command, Option } from 'commander'
import { asOfOption } from '../options.ts'
import { act, addCommand, type Running } from './define.ts'
import { usual } from './help.ts'

const planWords = 'say first how many requests it will take, and what share of the quota'

export function addSync(program: Command, running: Running): void {
  addCommand(program, 'sync [person...]', {
    summary: 'Fetch what is new from the forges into the database.',
    details:
      'Every page is stored as it arrives, so a sync that is stopped goes on where it was. What could not be read is a gap, told here and by `tracker status`. Writes no document.',
    argument: 'ids of people in the configuration (default: all)',
    examples: ['sync', 'sync ada --full', 'sync --full --plan', 'sync --json'],
    exits: usual(0, 1, 2, 3, 4, 130),
  })
    .option('--full', 'read every stream from its first item')
    .option('--plan', planWords)
    .action(act(running, async () => (await import('../commands/sync.ts')).syncCommand))
}

export function addReport(program: Command, running: Running): void {
  addCommand(program, 'report [person...]', {
    summary: 'Regenerate résumé sections and ledgers from the database.',
    details:
      'Asks no forge. Replaces what stands between two markers and nothing else; the old document stays in FILE.bak unless git has it. A section is left as it was where its numbers could not be trusted.',
    argument: 'ids of people in the configuration (default: all)',
    examples: ['report --dry-run', 'report ada', 'report --check --as-of 2026-05-01'],
    exits: {
      0: 'done; nothing to change is success',
      1: 'failed: there is no database yet, or every document was refused',
      ...usual(2),
      3: 'a document was refused or left as it was; each is named on stderr',
      8: 'with --check: a document is out of date',
      130: 'interrupted; what is written stays written',
    },
  })
    .option('--dry-run', 'print what would change as a unified diff and write nothing')
    .option(
      '--check',
      'print the documents that are out of date, write nothing, exit 8 if there are any',
    )
    .addOption(asOfOption())
    .addOption(
      new Option(
        '--accept <what...>',
        'take what was held back: other dates than those you typed (date), a lower count (drop)',
      ).choices(['date', 'drop']),
    )
    .option(
      '--why',
      'explain which projects and highlights each section chose, and why others were not',
    )
    .action(act(running, async () => (await import('../commands/report.ts')).reportCommand))
}

export function addRun(program: Command, running: Running): void {
  addCommand(program, 'run [person...]', {
    summary: 'Sync, then report: the line for cron.',
    details:
      'Reports from what is stored even where the sync could not do everything, and ends with the more severe code of both.',
    argument: 'ids of people in the configuration (default: all)',
    examples: ['run', 'run ada --as-of 2026-05-01', 'run --plan', 'run --json'],
    exits: usual(0, 1, 2, 3, 4, 130),
  })
    .option('--full', 'read every stream from its first item')
    .option('--plan', planWords)
    .addOption(asOfOption())
    .action(act(running, async () => (await import('../commands/run.ts')).runCommand))
}
