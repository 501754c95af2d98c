import { type Command, Option } from 'commander'
import { extensions } from '../../report/formats/names.ts'
import type { CommonOptions } from '../options.ts'
import { act, addCommand, type Running } from './define.ts'
import { reading, usual } from './help.ts'

export function addExport(program: Command, running: Running): void {
  addCommand(program, 'export [person...]', {
    summary: 'Print all contributions.',
    details:
      'Merged pull requests, reviews, and the coverage that says what is missing. ndjson, a row a line, is what `tracker import` reads back, and keeps what forges stop telling; csv is for spreadsheets.',
    argument: 'ids of people in the configuration (default: all)',
    examples: [
      'export --format json > contributions.json',
      'export ada --format ndjson --visibility all > ada.ndjson',
      'export --format csv --state all',
    ],
    exits: reading,
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
    details: 'Makes the database where there is none. What is stored already is not changed by it.',
    argument: 'what `tracker export --format ndjson` printed',
    examples: ['import ada.ndjson', 'import contributions.ndjson --json'],
    exits: {
      0: 'done; nothing new is success',
      1: 'failed: the file cannot be read, or a line is no row; nothing was imported',
      ...usual(2),
      3: 'rows of people or accounts that are not configured were left out',
    },
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
    details: 'Needs no configuration and no database.',
    argument: `a document (${extensions.join(' or ')})`,
    examples: ['print resumes/ada.md > ada.md'],
    exits: { 0: 'done', 1: 'failed: the document cannot be read', 2: 'wrong usage' },
  }).action((file: string, options: CommonOptions) =>
    act(running, async () => (await import('../commands/print.ts')).printCommand)([file], options),
  )
}
