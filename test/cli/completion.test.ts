import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ShellName, shellNames } from '../../src/cli/shells.ts'
import { tracker } from '../support/cli.ts'
import { testFolder } from '../support/folder.ts'

async function script(shell: string): Promise<string> {
  const { code, stdout } = await tracker(['completion', shell], { cwd: testFolder() })
  expect(code).toBe(0)
  return stdout
}

/*
 * How each shell is asked what it would offer. bash calls the function as its line editor does; zsh is a terminal in
 * which the key is pressed; fish tells.
 */
// Split, so that nobody takes it for a template.
const bash = [
  'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tracker; printf "%s\\n" "$',
  '{COMPREPLY[@]}"',
].join('')

const zsh = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "stty -echo; PS1=; autoload -Uz compinit; compinit -u -D; source $1; source $0.setup; print READ''Y"
zpty -r shell seen '*READY*'
zpty -n -w shell "$2"$'\\t'
while zpty -r shell seen; do print -r -- "$seen"; done
`
/** Prints what is offered when the key is pressed, and ends. */
const zshSetup = `
compadd() {
  [[ "$*" == *-[OAD]\\ * ]] || { local -a offered; builtin compadd -A offered "$@"; print -rl -- $offered }
  builtin compadd "$@"
}
comppostfuncs=(exit)
zstyle ':completion:*' insert-tab false
`

const ask: Readonly<Record<ShellName, (file: string, line: string, cwd: string) => string>> = {
  bash: (file, line, cwd) =>
    run('bash', ['-c', bash, file, ...line.split(' ').flatMap(splitAtEquals)], cwd),
  zsh: (file, line, cwd) => {
    writeFileSync(`${file}.setup`, zshSetup)
    return run('zsh', ['-f', '-c', zsh, file, file, line], cwd)
  },
  fish: (file, line, cwd) =>
    run('fish', ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', file, line], cwd),
}

function run(shell: string, args: readonly string[], cwd: string): string {
  return execFileSync(shell, args, {
    cwd,
    encoding: 'utf8',
    timeout: 15_000,
    env: { ...process.env, TERM: 'xterm' },
  })
}

/** As bash cuts its line. */
function splitAtEquals(word: string): readonly string[] {
  return word
    .split(/(=)/)
    .filter((part, index, all) => part !== '' || all.length === 1 || index > 1)
}

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).error === undefined

describe.each(shellNames)('%s', (shell) => {
  const there = has(shell)

  test.skipIf(!there).each([
    ['tracker st', ['status'], ['sync']],
    ['tracker schedule ', ['print'], ['cron']],
    ['tracker report --dr', ['--dry-run'], []],
    ['tracker schedule print l', ['launchd'], []],
    ['tracker schedule print --', ['--config', '--json', '--help'], ['--once']],
    ['tracker print --', ['--config'], ['--once']],
    ['tracker export --format ', ['ndjson', 'csv'], ['letter']],
    ['tracker export --format=nd', ['ndjson'], []],
    ['tracker completion ', ['zsh', 'fish'], ['letter']],
    ['tracker init --name ', [], ['letter']],
  ])('%j offers what fits', async (line, offered, not) => {
    const folder = testFolder({ 'letter.md': '' })
    const file = join(folder, 'script')
    writeFileSync(file, await script(shell))

    const answer = ask[shell](file, line, folder)

    for (const word of offered) expect(answer).toContain(word)
    for (const word of not) expect(answer).not.toContain(word)
  })

  test.skipIf(!there || shell === 'bash')('files are offered where files are meant', async () => {
    const folder = testFolder({ 'letter.md': '' })
    const file = join(folder, 'script')
    writeFileSync(file, await script(shell))

    expect(ask[shell](file, 'tracker audit l', folder)).toContain('letter.md')
    expect(ask[shell](file, 'tracker init --ledger l', folder)).toContain('letter.md')
    expect(ask[shell](file, 'tracker sync l', folder)).not.toContain('letter.md')
  })

  test('every command and option is in the script', async () => {
    const text = await script(shell)

    for (const name of ['init', 'sync', 'report', 'doctor', 'changes']) expect(text).toContain(name)
    expect(text).toContain('dry-run')
    // Quotes pair up: an apostrophe in a summary would leave one open.
    expect((text.replaceAll("'\\''", '').match(/'/g)?.length ?? 0) % 2).toBe(0)
  })
})

test('a shell nobody knows is wrong usage', async () => {
  const ran = await tracker(['completion', 'tcsh'], { cwd: testFolder() })

  expect(ran.code).toBe(2)
})
