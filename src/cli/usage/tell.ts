import { type Command, Option } from 'commander'
import { asOfOption, type CommonOptions, dayArgument } from '../options.ts'
import { act, addCommand, type Running } from './define.ts'

export function addStatus(program: Command, running: Running): void {
  addCommand(program, 'status', {
    summary: 'Show what is stored, what is missing, and when it was last read.',
    examples: ['status', 'status --json'],
  }).action((options: CommonOptions) =>
    act(running, async () => (await import('../commands/status.ts')).statusCommand)([], options),
  )
}

export function addChanges(program: Command, running: Running): void {
  addCommand(program, 'changes [person...]', {
    summary: 'Say what is new, in words fit for a commit message.',
    examples: [
      'changes',
      'changes --since 2026-05-01 --format markdown',
      'changes > message && git commit --file=message resume.md',
    ],
  })
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
    .action(act(running, async () => (await import('../commands/changes.ts')).changesCommand))
}

export function addAudit(program: Command, running: Running): void {
  addCommand(program, 'audit [file...]', {
    summary: 'Check every link, count, date and state that résumés state against the database.',
    examples: [
      'audit',
      'audit resumes/ada.md --all',
      'audit --as-of 2026-05-01 --json',
      'audit --format github   # annotations in GitHub Actions',
    ],
  })
    .option('--all', 'tell also what is true, and what no forge can prove')
    .addOption(asOfOption())
    .addOption(
      new Option('--format <format>', 'how it is written (default: text)').choices([
        'text',
        'json',
        'github',
      ]),
    )
    .action(act(running, async () => (await import('../commands/audit.ts')).auditCommand))
}
