/** One word for a POSIX shell. */
export function forShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A command in a crontab: cron itself reads `%` as the end of the command before any shell does. */
export function forCrontab(command: string): string {
  return command.replaceAll('%', '\\%')
}

/** One word of `ExecStart=`: systemd expands `%` and `$`, in quotes too. */
export function forSystemd(word: string): string {
  const escaped = word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$')
  return `"${escaped}"`
}

/** Text of an XML element. */
export function forXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** A scalar of YAML on one line. */
export function forYaml(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
