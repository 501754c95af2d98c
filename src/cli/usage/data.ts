import { type Command, Option } from 'commander'
import type { CommonOptions } from '../options.ts'
import { act, addCommand, type Running } from './define.ts'

export function addExport(program: Command, running: Running): void {
  addCommand(program, 'export [person...]', {
    summary: 'Print all contributions.',
    examples: [
      'export --format json > contributions.json',
      'export ada --format ndjson --visibility all > ada.ndjson',
      'export --format csv --state all',
    ],
  })
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
    .action(act(running, async () => (await import('../commands/export.ts')).exportCommand))
}

export function addImport(program: Command, running: Running): void {
  addCommand(program, 'import <file>', {
    summary: 'Read an ndjson export back into the database.',
    examples: ['import ada.ndjson'],
  }).action((file: string, options: CommonOptions) =>
    act(running, async () => (await import('../commands/import.ts')).importCommand)(
      [file],
      options,
    ),
  )
}

export function addPrint(program: Command, running: Running): void {
  addCommand(program, 'print <file>', {
    summary: 'Print a document without markers, for sending.',
    examples: ['print resumes/ada.md > ada.md'],
  }).action((file: string, options: CommonOptions) =>
    act(running, async () => (await import('../commands/print.ts')).printCommand)([file], options),
  )
}
