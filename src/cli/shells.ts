/** Shells that can be told what to complete. */
export const shellNames = ['bash', 'zsh', 'fish'] as const
export type ShellName = (typeof shellNames)[number]

/** One command as the shell should know it. */
export interface CommandWords {
  readonly name: string
  readonly summary: string
  readonly options: readonly { readonly flag: string; readonly summary: string }[]
  /** What may come first after it: subcommands, or the values of its argument. */
  readonly words: readonly string[]
}
