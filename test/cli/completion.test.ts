import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tracker } from '../support/cli.ts'
import { testFolder } from '../support/folder.ts'

async function script(shell: string): Promise<string> {
  const { code, stdout } = await tracker(['completion', shell], { cwd: testFolder() })
  expect(code).toBe(0)
  return stdout
}

/** Sources the script and asks it as bash does. Split, so that nobody takes it for a template. */
const asking = [
  'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tracker; echo "$',
  '{COMPREPLY[*]}"',
].join('')

test('bash completes commands, options and subcommands', async () => {
  const file = join(testFolder(), 'completion.bash')
  writeFileSync(file, await script('bash'))
  const complete = (...words: string[]) =>
    execFileSync('bash', [...['-c', asking], ...[file, 'tracker', ...words]], {
      encoding: 'utf8',
    }).trim()

  expect(complete('st')).toBe('status')
  expect(complete('report', '--dr')).toBe('--dry-run')
  expect(complete('schedule', 'pr')).toBe('print')
  expect(complete('report', 'ad')).toBe('')
})

test.each(['zsh', 'fish'])('%s is told every command', async (shell) => {
  const text = await script(shell)

  for (const name of ['init', 'sync', 'report', 'doctor', 'changes']) expect(text).toContain(name)
  expect(text).toContain('dry-run')
  // Quotes pair up: an apostrophe in a summary would leave one open.
  expect((text.replaceAll("'\\''", '').match(/'/g)?.length ?? 0) % 2).toBe(0)
})

test('a shell nobody knows is wrong usage', async () => {
  const ran = await tracker(['completion', 'tcsh'], { cwd: testFolder() })

  expect(ran.code).toBe(2)
})
