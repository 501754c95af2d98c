import { bash } from '../completion/bash.ts'
import { fish } from '../completion/fish.ts'
import { zsh } from '../completion/zsh.ts'
import type { CommandWords, ShellName } from '../shells.ts'

const writers: Readonly<Record<ShellName, (commands: readonly CommandWords[]) => string>> = {
  bash,
  zsh,
  fish,
}

/**
 * A script that completes commands, options, the values of both where they are known, and files where files are meant.
 * @param commands the program itself first
 */
export function completionScript(shell: ShellName, commands: readonly CommandWords[]): string {
  return writers[shell](commands)
}
