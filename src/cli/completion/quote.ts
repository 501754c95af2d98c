/** One word for bash, zsh and fish alike. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
