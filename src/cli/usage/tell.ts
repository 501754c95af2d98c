import { type Command, Option } from 'commander'
import { asOfOption, type CommonOptions, dayArgument } from '../options.ts'
import { act, addCommand, type Running } from './define.ts'
import { reading, usual } from './help.ts'

export function addStatus(program: Command, running: Running): void {
  addCommand(program, 'status', {
    summary: 'Show what is stored, what is missing, and when it was last read.',
    details:
      'Fits on a screen: where there are many accounts each gets one line, and of very many only those that lack something do. --json has all. `42+` means that some may be missing, and the reason stands beside the stream: `retention`, for instance, is what GitLab no longer tells.',
    examples: ['status', 'status --json'],
    exits: { ...reading, 8: 'an account was not read completely within three scheduled runs' },
  }).action((options: CommonOptions) =>
    act(running, async () => (await import('../commands/status.ts')).statusCommand)([], options),
  )
}

export function addChanges(program: Command, running: Running): void {
  addCommand(program, 'changes [person...]', {
    summary: 'Say what is new, in words fit for a commit message.',
    details:
      'Tells what the stored runs brought, public work only. Titles are cut to 72 characters, and nothing in them can close an issue, mention somebody, skip CI or add a trailer.',
    argument: 'ids of people in the configuration (default: all)',
    examples: [
      'changes',
      'changes --since 2026-05-01 --format markdown',
      'changes > message && git commit --file=message resume.md',
    ],
    exits: { ...reading, 0: 'done; nothing new is success' },
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
    details: 'Asks no forge and writes nothing. What no forge can prove is never called false.',
    argument: 'documents (default: the résumés of the configuration)',
    examples: [
      'audit',
      'audit resumes/ada.md --all',
      'audit --as-of 2026-05-01 --json',
      'audit --format github   # annotations in GitHub Actions',
    ],
    exits: {
      0: 'nothing untrue was found',
      1: 'failed: there is no database yet, or no document could be read',
      ...usual(2),
      3: 'some documents could not be read; each is named on stderr',
      8: 'a document says something untrue',
    },
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
