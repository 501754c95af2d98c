/** The help of the program is a manual: complete, true, and the same as docs/commands.md. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import {
  commandsOf,
  commandsPage,
  helpOf,
  nameOf,
  program,
} from '../../scripts/commands-page/page.ts'
import { exitCodeMeanings } from '../../src/cli/exit-codes.ts'

const read = (page: string) =>
  readFileSync(fileURLToPath(new URL(`../../${page}`, import.meta.url)), 'utf8')
const commands = commandsOf(program()).filter(({ parent }) => parent !== null)
const named = commands.map((command) => [nameOf(command), command] as const)

test('docs/commands.md is what the program prints (else run `npm run commands-page`)', () => {
  expect(read('docs/commands.md')).toBe(commandsPage())
})

test('the help names the variables that decide something', () => {
  const help = helpOf(program())
  const variables = [
    'TRACKER_CONFIG',
    'GITHUB_TOKEN',
    'GITLAB_TOKEN',
    'HTTPS_PROXY',
    'HTTP_PROXY',
    'NO_PROXY',
    'NODE_EXTRA_CA_CERTS',
    'NO_COLOR',
  ]

  const told = [...help.matchAll(/^ {2}([A-Z_]{4,}) /gm)].map(([, name]) => name)
  expect(told).toEqual(variables)
})

test.each(named)('%s says what its arguments and options are', (_name, command) => {
  const words = [
    command.summary(),
    ...command.registeredArguments.map(({ description }) => description),
    ...command.options.map(({ description }) => description),
  ]

  expect(words.filter((each) => each.trim() === '')).toEqual([])
})

test.each(named)(
  '%s says which exit codes it has, in order, all of them known',
  (_name, command) => {
    const [, list = ''] = helpOf(command).split('Exit codes:\n')

    const codes = [...list.matchAll(/^ {2,4}(\d+) {2}\S/gm)].map(([, code]) => Number(code))
    expect(codes).toEqual(expect.arrayContaining([0, 2]))
    expect(codes).toEqual([...codes].sort((a, b) => a - b))
    expect(exitCodeMeanings.map(([code]) => code)).toEqual(expect.arrayContaining(codes))
  },
)

test.each(named)('every example of %s is a command line that can be run', async (name, command) => {
  const examples = [...helpOf(command).matchAll(/^ {2}\$ (.*)$/gm)].map(([, line = '']) => line)

  expect(examples).not.toEqual([])
  for (const line of examples) {
    for (const argv of invocations(line)) expect(await parsed(argv), line).toMatch(/^tracker /)
  }
  const own = await Promise.all(examples.flatMap(invocations).map(parsed))
  expect(own).toContain(name)
})

/** The arguments of each `tracker` in a line of shell. */
function invocations(line: string): string[][] {
  const commandLines = [...line.matchAll(/\btracker((?: (?:"[^"]*"|[^\s"|>;&)#]+))+)/g)]
  return commandLines.map(([, rest = '']) =>
    [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
  )
}

/** The name of the command that would run. */
async function parsed(argv: readonly string[]): Promise<string> {
  let ran = ''
  const dry = program()
  for (const command of commandsOf(dry)) {
    if (command.parent !== null) command.action((..._: unknown[]) => note(command))
  }
  const note = (command: Command) => {
    ran = nameOf(command)
  }
  await dry.parseAsync([...argv], { from: 'user' })
  return ran
}
