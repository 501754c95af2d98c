/** What only a terminal does: it is asked, and it can hang up. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { testFolder } from '../support/folder.ts'

const [controlC, controlD] = ['\u0003', '\u0004']

/** A terminal at which somebody presses one key when asked. */
function terminal(key: string) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  let said = ''
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80 })
  stderr.on('data', (text) => {
    if (said === '') stdin.write(key)
    said += text
  })
  return { stdin, stderr, said: () => said }
}

test.each([
  ['Ctrl-C', controlC],
  ['Ctrl-D', controlD],
])('%s at a question ends the command with 130 and one sentence', async (_, key) => {
  const folder = testFolder()
  writeFileSync(
    join(folder, 'ada.md'),
    '# Ada Example\n\nhttps://github.com/ada\n\n## Open Source\n',
  )
  const { stdin, stderr, said } = terminal(key)
  const world: NodeJS.Process = Object.create(process, {
    argv: { value: ['node', 'tracker', 'init', 'ada.md', '--no-check'] },
    cwd: { value: () => folder },
    env: { value: { TERM: 'dumb' } },
    exitCode: { value: undefined, writable: true },
    stdin: { value: stdin },
    stderr: { value: stderr },
  })

  await main(world)

  expect(said()).toMatch(/interrupted; what was fetched is stored\n$/)
  expect(said()).not.toContain('bug')
  expect(world.exitCode).toBe(130)
})
