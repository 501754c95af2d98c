import type { Recognition } from '../../report/adopt/adopt.ts'
import type { Context } from '../context.ts'
import type { CommonOptions } from '../options.ts'
import { safe } from '../output.ts'

/** What is answered before it is asked. */
export interface AskOptions extends CommonOptions {
  /** Take what is certain and list nothing to decide. */
  readonly yes?: boolean
  /** Keep counts outside sections up to date too. */
  readonly values?: boolean
}

/** By what the answer to a question is known. */
export function questionOf({ line, kind, as }: Pick<Recognition, 'line' | 'kind' | 'as'>): string {
  return `${line} ${kind} ${as}`
}

/**
 * Asks a person one by one about what is not done unasked, until they answer `q`. Without a terminal, for machines and with
 * `--yes` nobody is asked; `--values` takes counts without asking.
 * @returns what they want, by question
 */
export async function askAll(
  recognised: readonly Recognition[],
  { values, yes, json }: AskOptions,
  { ask }: Context,
): Promise<ReadonlySet<string>> {
  const wanted = new Set<string>()
  const about = new Set<string>()
  let isOver = ask === undefined || yes === true || json === true
  for (const each of recognised) {
    if (each.sure) continue
    if (each.kind === 'value' && values === true) wanted.add(questionOf(each))
    // One bullet is enough for a pull request.
    else if (ask !== undefined && !isOver && !about.has(each.as)) {
      const answer = (await ask(`${safe(wordsOf(each))} [y/N/q] `)).trim()
      isOver = /^q(uit)?$/i.test(answer)
      if (!/^y(es)?$/i.test(answer)) continue
      wanted.add(questionOf(each))
      if (each.kind === 'bullet') about.add(each.as)
    }
  }
  return wanted
}

function wordsOf({ line, kind, text, as, label }: Recognition): string {
  const words = text.length > 72 ? `${text.slice(0, 71)}…` : text
  return kind === 'value'
    ? `Keep line ${line} "${words}" up to date, as ${as} in all?`
    : `Is line ${line} "${words}" about ${label ?? as}?`
}
