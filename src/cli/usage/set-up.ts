import type { Command } from 'commander'
import { forgeKinds, kindFacts } from '../../forge/kinds.ts'
import { extensions } from '../../report/formats/names.ts'
import type { AdoptOptions } from '../commands/adopt.ts'
import type { InitOptions } from '../init/options.ts'
import { asOfOption } from '../options.ts'
import { act, addCommand, type Running } from './define.ts'
import { reading } from './help.ts'

export function addInit(program: Command, running: Running): void {
  const init = addCommand(program, 'init [resume]', {
    summary: 'Write a configuration from a résumé: accounts it links, sections it has.',
    details:
      'Asks each forge about its token and the logins. On a terminal it asks what it cannot know, and offers the first sync; elsewhere flags and the résumé decide. No document is changed.',
    argument: `the document to keep up to date (${extensions.join(' or ')})`,
    examples: [
      'init resume.md',
      'init resume.md --github ada --section "Open Source" --sync --adopt',
      'init --name "Ada Example" --account gitlab=https://gitlab.acme.example/ada',
    ],
    exits: {
      0: 'the configuration is written, and what was asked for after it is done',
      1: 'failed: the résumé cannot be read, or nobody has that login; nothing was written',
      2: 'wrong usage, no account to be found, or a configuration that is there already',
      3: 'written, but a forge could not be asked, or --sync left something out',
      4: 'written, but a token is missing or refused',
      130: 'interrupted',
    },
  })
  for (const kind of forgeKinds) {
    const { host } = new URL(kindFacts[kind].home)
    init.option(`--${kind} <login>`, `login on ${host} (default: as the résumé links it)`)
  }
  init
    .option('--name <name>', 'name of the person (default: the title of the résumé)')
    .option('--id <id>', 'short name for the command line (default: from the name)')
    .option('--timezone <zone>', 'IANA time zone (default: that of this machine)')
    .option('--account <kind=profile...>', 'profile on another instance')
    .option('--section <heading>', 'heading of the section (default: as the résumé has it)')
    .option('--after <heading>', 'where the section has no heading yet: the one before it')
    .option('--projects <heading>', 'section of own repositories (default: one that links some)')
    .option('--no-projects', 'no section of own repositories, whatever the résumé has')
    .option('--ledger <file>', 'also write a full report there')
    .option('--api-url <forge=url...>', 'address of an API, where it does not follow')
    .option('--token-env <forge=name...>', 'environment variable that holds a token')
    .option('--no-check', 'ask no forge about tokens and logins')
    .option('--sync', 'fetch the contributions right away')
    .option('--no-sync', 'do not offer the first sync')
    .option('--adopt', 'fetch, then show which words of the résumé can be kept up to date')
    .option('--no-adopt', 'do not offer to adopt the résumé')
    .option('--force', 'replace a configuration that is there')
    .action((file: string | undefined, options: InitOptions) =>
      act(running, async () => (await import('../commands/init.ts')).initCommand)(
        file === undefined ? [] : [file],
        options,
      ),
    )
}

export function addAdopt(program: Command, running: Running): void {
  addCommand(program, 'adopt <file>', {
    summary: 'Make an existing résumé live: find what it says of your work.',
    details:
      'Shows what it recognised and the diff, and writes nothing unless told to. At a terminal it asks about what is not certain. Outside the sections that the configuration names no byte is changed, but for comments around counts that are to stay current.',
    argument: 'a résumé of the configuration',
    examples: [
      'adopt resumes/ada.md',
      'adopt resumes/ada.md --write',
      'adopt resumes/ada.md --values --write',
    ],
    exits: { ...reading, 1: 'failed: there is no database yet, or the document is refused' },
  })
    .option('--write', 'write markers, links and the sidecar (default: show what would change)')
    .option('--yes', 'take what is certain; ask and mention nothing else')
    .option('--values', 'also keep counts outside its sections up to date, where they stand')
    .addOption(asOfOption())
    .action((file: string, options: AdoptOptions) =>
      act(running, async () => (await import('../commands/adopt.ts')).adoptCommand)(
        [file],
        options,
      ),
    )
}

export function addDoctor(program: Command, running: Running): void {
  addCommand(program, 'doctor [file...]', {
    summary: 'Look at everything a run needs, and say how to put right what is wrong.',
    details:
      'Node, configuration, tokens with scopes and expiry, reachability, requests left, clock, database, and the encoding and markers of every document. Sends one request for each token and changes nothing.',
    argument: 'with --fix-encoding: documents to repair (default: those of the configuration)',
    examples: ['doctor', 'doctor --fix-encoding resumes/ada.md', 'doctor --fix-encoding --write'],
    exits: {
      0: 'nothing keeps a run from working; there may be warnings',
      1: 'failed: something does, and its fix is told',
      2: 'wrong usage, or the configuration is wrong',
      3: 'with --fix-encoding: some documents could not be repaired',
      4: 'a token is missing, refused or lacks a scope',
    },
  })
    .option('--fix-encoding', 'show how garbled text is repaired, in the files named or in all')
    .option('--write', 'with --fix-encoding: write the repair')
    .action(act(running, async () => (await import('../commands/doctor.ts')).doctorCommand))
}
