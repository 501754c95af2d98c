/** The documents say what the program does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { exitCodeMeanings } from '../../src/cli/exit-codes.ts'
import { parseConfig } from '../../src/config/load.ts'
import { tracker } from '../support/cli.ts'
import { testFolder } from '../support/folder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]
const read = (page: string) => readFileSync(join(root, page), 'utf8')
const readme = read('README.md')

async function help(...argv: string[]): Promise<string> {
  const { code, stdout } = await tracker([...argv, '--help'], { cwd: testFolder() })
  expect(code).toBe(0)
  return stdout
}

async function commandNames(): Promise<string[]> {
  const [, list = ''] = (await help()).split('Commands:\n')
  return [...list.matchAll(/^ {2}([a-z]+)\b/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help')
}

test('every command appears in the README, and the README names no other', async () => {
  const commands = await commandNames()

  const table = [...readme.matchAll(/^\| `tracker ([a-z]+)/gm)].map(([, name]) => name)
  expect(commands.length).toBeGreaterThan(10)
  expect([...new Set(table)].sort()).toEqual([...commands].sort())
})

test.each(pages)('%s names only commands and options that exist', async (page) => {
  const commands = await commandNames()
  const text = read(page)

  const used = [...text.matchAll(/(?:^\s*(?:\$ )?|`)tracker ([a-z]+)((?: [^`\n|#]*)?)/gm)]
  for (const [, name = '', rest = ''] of used) {
    expect(commands).toContain(name)
    const shown = await help(name, ...(rest.startsWith(' print ') ? ['print'] : []))
    for (const [option] of rest.matchAll(/--[a-z][a-z-]+/g)) {
      expect(shown, `${name} ${option} in ${page}`).toContain(option)
    }
  }
})

/** As GitHub makes them of headings. */
function anchorsOf(page: string): readonly string[] {
  const headings = [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => text)
  return headings.map((text) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function proseOf(page: string): string {
  return read(page).replace(/^```.*?^```/gms, '')
}

test.each(pages)('links of %s lead somewhere, to the heading they name', (page) => {
  const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)

  for (const target of targets.filter((each) => !/^https?:/.test(each))) {
    const [file = '', anchor] = target.split('#')
    const path = file === '' ? page : join(dirname(page), file)
    expect(existsSync(join(root, path)), `${target} in ${page}`).toBe(true)
    if (anchor !== undefined) expect(anchorsOf(path), `${target} in ${page}`).toContain(anchor)
  }
})

test('the exit codes in the README are those of the program', () => {
  const rows = [...readme.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, code, meaning]) => [
    Number(code),
    meaning,
  ])

  expect(rows).toEqual(exitCodeMeanings.map(([code, meaning]) => [code, meaning]))
})

test('the example configuration is one', () => {
  const path = join(root, 'config.example.json')

  expect(parseConfig(read('config.example.json'), path).people).not.toEqual([])
})

test.each(pages)('what %s shows of a configuration is one', (page) => {
  const blocks = [...read(page).matchAll(/^```json\n(.*?)^```/gms)].map(([, text = '']) => text)

  for (const text of blocks) {
    const part = text.trimStart().startsWith('{') ? text : `{ ${text} }`
    const whole = { ...JSON.parse(read('config.example.json')), ...JSON.parse(part) }
    expect(parseConfig(JSON.stringify(whole), join(root, page)).people, text).not.toEqual([])
  }
})

test('the README explains only keys that the configuration has', () => {
  const [, section = ''] = readme.split('### Configuration\n')
  const cells = [...(section.split('\n#')[0] ?? '').matchAll(/^\| (`.*?) \|/gm)]
  const known = keysOf(JSON.parse(read('config.schema.json')))

  const explained = cells
    .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)])
    .flatMap(([, path = '']) => path.split('.').map((part) => part.replace('[]', '')))
    .filter((part) => part !== '*')
  expect(explained.length).toBeGreaterThan(10)
  expect(explained.filter((part) => !known.has(part))).toEqual([])
})

/** Every key, at whatever depth; that each is described there, test/config/json-schema.test.ts sees to. */
function keysOf(schema: unknown): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null) return new Set()
  const { properties = {} } = schema as { readonly properties?: object }
  return new Set([
    ...Object.keys(properties),
    ...Object.values(schema).flatMap((inner) => [...keysOf(inner)]),
  ])
}

test('decision records are one page', () => {
  for (const page of pages.filter((each) => each.startsWith('docs/decisions'))) {
    expect(read(page).split('\n').length, page).toBeLessThanOrEqual(40)
  }
})

test('the tree in CONTRIBUTING names every folder that holds code', () => {
  const [, section = ''] = read('CONTRIBUTING.md').split('## The tree\n')
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((row) => row.startsWith('| `'))
  const told = rows
    .flatMap((row) => [...row.matchAll(/`([\w-]+(?:\/[\w-]+)*)\/?`/g)])
    .map(([, name]) => name)

  const folders = [
    'src',
    'src/cli',
    'src/forge',
    'src/report',
    'src/report/formats',
    'src/schedule',
  ]
  const expected = folders.flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter((each) => each.isDirectory())
      .map(({ name }) => (parent === 'src' ? `src/${name}` : name)),
  )
  expect(expected.length).toBeGreaterThan(20)
  const missing = expected.filter(
    (name) => !told.some((each) => each === name || each?.endsWith(`/${name}`)),
  )
  expect(missing).toEqual([])
})
