import { type Command, Option } from 'commander'
import { asOfOption } from '../options.ts'
import { act, addCommand, type Running } from './define.ts'

const planWords = 'say first how many requests it will take, and what share of the quota'

export function addSync(program: Command, running: Running): void {
  addCommand(program, 'sync [person...]', {
    summary: 'Fetch what is new from the forges into the database.',
    examples: ['sync', 'sync ada --full', 'sync --full --plan', 'sync --json'],
  })
    .option('--full', 'read every stream from its first item')
    .option('--plan', planWords)
    .action(act(running, async () => (await import('../commands/sync.ts')).syncCommand))
}

export function addReport(program: Command, running: Running): void {
  addCommand(program, 'report [person...]', {
    summary: 'Regenerate résumé sections and ledgers from the database.',
    examples: ['report --dry-run', 'report ada', 'report --check --as-of 2026-05-01'],
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
    .action(act(running, async () => (await import('../commands/report.ts')).reportCommand))
}

export function addRun(program: Command, running: Running): void {
  addCommand(program, 'run [person...]', {
    summary: 'Sync, then report: the line for cron.',
    examples: ['run', 'run --plan', 'run --json'],
  })
    .option('--full', 'read every stream from its first item')
    .option('--plan', planWords)
    .addOption(asOfOption())
    .action(act(running, async () => (await import('../commands/run.ts')).runCommand))
}
