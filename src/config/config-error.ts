/** The configuration cannot be used. Nothing was tried with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  /** Of the file. */
  readonly path: string
  /** Everything that is wrong, one sentence each. Never holds a token. */
  readonly issues: readonly string[]

  constructor(
    issues: readonly string[],
    options: { readonly path: string; readonly cause?: unknown },
  ) {
    const lines =
      issues.length === 1 ? ` ${issues[0]}` : issues.map((issue) => `\n  ${issue}`).join('')
    super(`Cannot use ${options.path}:${lines}`, options)
    this.path = options.path
    this.issues = issues
  }
}
