/** The part of a title before its colons: a type of change, and what it touches. */
export interface Prefixed {
  /** `fix`, `docs`, …; null without one. Lower case. */
  readonly type: string | null
  readonly scopes: readonly string[]
  readonly rest: string
}

/** Types of conventional commits and their kin. Anything else before a colon is a scope: `kubelet:` is no type. */
const types = new Set(
  'feat feature fix bug bugfix hotfix docs doc documentation chore refactor test tests ci build perf style revert cleanup clean-up'.split(
    ' ',
  ),
)

const conventional = /^([A-Za-z-]+)(?:\(([^()]{1,60})\))?!?:\s+/

/** A path or a name: one token without spaces, `helpers/retry:`, `webhooks,aggregation:`, `*:`. */
const scope = /^(`?[\w*.][\w.,/*@+-]{0,60}`?):\s+/

/** Takes off types and scopes, as many as there are. */
export function splitPrefix(title: string): Prefixed {
  let { type, scopes, rest }: Prefixed = { type: null, scopes: [], rest: title }
  for (let match = next(rest); match !== null; match = next(rest)) {
    type ??= match.type
    scopes = [...scopes, ...match.scopes]
    rest = match.rest
  }
  return { type, scopes: scopes.filter((each) => !/^[.*]+$/.test(each)), rest }
}

function next(title: string): Prefixed | null {
  const match = conventional.exec(title)
  const word = match?.[1]?.toLowerCase()
  if (match !== null && word !== undefined && types.has(word)) {
    const inside = match[2] === undefined ? [] : [match[2]]
    return { type: word, scopes: inside, rest: title.slice(match[0].length) }
  }
  const named = scope.exec(title)
  if (named?.[1] === undefined) return null
  return { type: null, scopes: [named[1].replaceAll('`', '')], rest: title.slice(named[0].length) }
}
