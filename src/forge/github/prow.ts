import type { Command } from '../../contribution/types.ts'

/**
 * A Prow command on a line of its own, as the bots themselves read it: sigs.k8s.io/prow pkg/plugins/lgtm
 * (`(?mi)^/lgtm(?: no-issue)?\s*$`, `(?mi)^/(remove-lgtm|lgtm cancel)\s*$`) and pkg/plugins/approve, which takes any blanks
 * between command and argument. Prow looks neither at code fences nor at quotes, so neither do we; a quoted `> /lgtm` does
 * not match, since the line does not begin with the slash.
 */
const line =
  /^\/(?:(?<given>lgtm|approve)(?:[\t ]+(?<word>no-issue|cancel))?|remove-(?<taken>lgtm|approve))$/i

/** The commands of one comment or review body, in order; `line` counts all its lines from 0. */
export function parseCommands(body: string): Command[] {
  const commands: Command[] = []
  for (const [index, words] of body.split(/\r\n|\r|\n/).entries()) {
    const found = line.exec(words.trim())?.groups
    if (found === undefined) continue
    const name = (found['given'] ?? found['taken'] ?? '').toLowerCase()
    const cancels = found['given'] === undefined || found['word']?.toLowerCase() === 'cancel'
    commands.push({ kind: name === 'lgtm' ? 'lgtm' : 'approve', cancels, line: index })
  }
  return commands
}

/** Labels that Prow's lgtm and approve plugins put on a pull request. */
const prowLabels: ReadonlySet<string> = new Set(['lgtm', 'approved'])

export function hasProwLabel(labels: readonly string[]): boolean {
  return labels.some((label) => prowLabels.has(label.toLowerCase()))
}
