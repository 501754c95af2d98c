import type { Command } from '../../../contribution/types.ts'

/**
 * Prow's own expressions, line by line (sigs.k8s.io/prow pkg/plugins/lgtm and pkg/plugins/approve). Their `^` stands behind a
 * line feed only, so a line begins with the slash; their `\s` are ASCII blanks, which may end a line. Prow looks neither at
 * code fences nor at quotes, so neither do we.
 *
 * `lgtm` takes one space before its word: `(?mi)^/lgtm(?: no-issue)?\s*$`, `(?mi)^/(remove-lgtm|lgtm cancel)\s*$`.
 * `approve` takes any blanks, and whatever follows on the line: `(?m)^/([^\s]+)[\t ]*([^\n\r]*)`; it is taken back by what holds
 * `cancel`. An approval with other words behind it than the documented ones is left out: rather too few than too many.
 */
const expressions: readonly (Pick<Command, 'kind' | 'cancels'> & { readonly line: RegExp })[] = [
  { kind: 'lgtm', cancels: false, line: /^\/lgtm(?: no-issue)?[\t\f\r ]*$/i },
  { kind: 'lgtm', cancels: true, line: /^\/(?:remove-lgtm|lgtm cancel)[\t\f\r ]*$/i },
  { kind: 'approve', cancels: false, line: /^\/approve(?:[\t ]+no-issue)?[\t\f ]*(?:\r|$)/i },
  { kind: 'approve', cancels: true, line: /^\/approve[\t ][^\r]*cancel/i },
  { kind: 'approve', cancels: true, line: /^\/remove-approve(?![^\t\f\r ])/i },
]

/** The commands of one comment or review body, in order; `line` counts all its lines from 0. */
export function parseCommands(body: string): Command[] {
  return body.split('\n').flatMap((words, line) => {
    const found = expressions.find((each) => each.line.test(words))
    return found === undefined ? [] : [{ kind: found.kind, cancels: found.cancels, line }]
  })
}

/** Labels that Prow's lgtm and approve plugins put on a pull request. */
const prowLabels: ReadonlySet<string> = new Set(['lgtm', 'approved'])

export function hasProwLabel(labels: readonly string[]): boolean {
  return labels.some((label) => prowLabels.has(label.toLowerCase()))
}
