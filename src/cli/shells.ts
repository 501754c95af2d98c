/** Shells that can be told what to complete. */
export const shellNames = ['bash', 'zsh', 'fish'] as const
export type ShellName = (typeof shellNames)[number]

/** One command as the shell should know it. */
export interface CommandWords {
  /** With the command it belongs to: `schedule print`; empty for the program itself. */
  readonly name: string
  readonly summary: string
  readonly options: readonly OptionWords[]
  /** What may come first after it: subcommands, or the values of its argument. */
  readonly words: readonly { readonly word: string; readonly summary: string }[]
  /** Its arguments name files. */
  readonly files: boolean
}

export interface OptionWords {
  /** `--format` */
  readonly flag: string
  readonly summary: string
  /** What stands after it: nothing, a file, one of these, or what no shell can know. */
  readonly value: 'none' | 'file' | 'unknown' | readonly string[]
  /** May be given several times. */
  readonly repeated: boolean
}
