import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, findConfig, loadConfig, parseConfig } from '../../src/config/load.ts'
import { config, issuesOf } from './support.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tracker-config-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function write(content: string | Uint8Array): string {
  const path = join(folder, 'config.json')
  writeFileSync(path, content)
  return path
}

describe('the file', () => {
  test('is the one named, else that of the environment, else config.json here', () => {
    const env = { TRACKER_CONFIG: '/etc/tracker.json' }

    expect(findConfig({ config: 'mine.json' }, env, '/home/ada')).toBe('/home/ada/mine.json')
    expect(findConfig({}, env, '/home/ada')).toBe('/etc/tracker.json')
    expect(findConfig({}, { TRACKER_CONFIG: '' }, '/home/ada')).toBe('/home/ada/config.json')
  })

  test('is read, also with a byte order mark', () => {
    const path = write(`\uFEFF${JSON.stringify(config())}`)

    expect(loadConfig(path)).toMatchObject({ path, folder })
    expect(issuesOf(`\uFEFF${JSON.stringify(config())}`)).toEqual([])
  })

  test('that is missing says what to do', () => {
    const load = () => loadConfig(join(folder, 'none.json'))

    expect(load).toThrow(ConfigError)
    expect(load).toThrow(/^Cannot use .*none\.json: there is no such file; write one as in/)
  })

  test('that is a folder is told so', () => {
    expect(() => loadConfig(folder)).toThrow('it is a folder; expected a file')
  })

  test.each([Buffer.from([0x7b, 0xff, 0x7d]), Buffer.from('\uFEFF{}', 'utf16le')])(
    'that is not UTF-8 is refused: %#',
    (bytes) => {
      const path = write(bytes)

      expect(() => loadConfig(path)).toThrow('it is not UTF-8; save it in that encoding')
    },
  )

  test('with several faults has each on a line of its own', () => {
    const parse = () => parseConfig('{ "people": [], "x": 1 }', '/home/ada/config.json')

    expect(parse).toThrow(/^Cannot use \/home\/ada\/config\.json:\n {2}people: .*\n {2}x: .*$/)
  })
})

describe('a text that is no JSON', () => {
  test.each([
    ['', 'line 1, column 1: the file ends too early'],
    ['{\n  "people": [\n', 'line 3, column 1: the file ends too early'],
    ['{\r\n  "people": }', 'line 2, column 13: expected a value'],
    ['{\n  "é": "ü", x\n}', 'line 2, column 13: expected a key in double quotes'],
    ['{ "a": 1, }', 'line 1, column 11: expected a key in double quotes'],
    ['{ // mine\n}', 'line 1, column 3: expected a key in double quotes (JSON has no comments)'],
    ['{ "a": 1 "b": 2 }', 'line 1, column 10: expected `,` or `}`'],
    ['{ "a" 1 }', 'line 1, column 7: expected `:` after the key'],
    ['{ "a": [1 2] }', 'line 1, column 11: expected `,` or `]`'],
    ['{ "a": "b }', 'line 1, column 8: this text is not closed'],
    ['{ "a": "\\x" }', 'line 1, column 9: unknown escape in a text'],
    ['{ "a": 01 }', 'line 1, column 8: expected a value'],
    ['{} {}', 'line 1, column 4: expected the end of the file'],
    ['{ "a": 1, "\\u0061": 2 }', 'line 1, column 11: this key stands twice in its object'],
    ['['.repeat(100_000), 'line 1, column 102: nested deeper than 100 levels'],
  ])('is refused with line and column: %#', (text, issue) => {
    expect(issuesOf(text)).toEqual([issue])
  })
})
