/** What a value outside regions tells: DESIGN "Documents", `tracker:value`. */

const valueNames = ['merged', 'reviewed', 'repositories', 'first', 'last'] as const
export type ValueName = (typeof valueNames)[number]

export interface ValueQuery {
  readonly name: ValueName
  /** Pattern over the present path of repositories; null for all but the person's own. */
  readonly repository: string | null
  /** Days, inclusive, in the person's time zone; null is open. */
  readonly since: string | null
  readonly until: string | null
}

const keys = ['repository', 'since', 'until'] as const
type Key = (typeof keys)[number]

/** Reads what follows `tracker:value`; a sentence saying what is wrong where it is no query. */
export function readQuery(words: string): ValueQuery | string {
  const [name = '', ...rest] = words.split(/\s+/).filter((word) => word !== '')
  if (!isOneOf(valueNames, name))
    return `\`${name}\` is no value; expected ${alternatives(valueNames)}`
  const settings = new Map<Key, string>()
  for (const word of rest) {
    const equals = word.indexOf('=')
    const [key, value] = [word.slice(0, Math.max(equals, 0)), word.slice(equals + 1)]
    if (!isOneOf(keys, key) || value === '')
      return `\`${word}\` is no setting of a value; expected ${alternatives(keys.map((each) => `${each}=…`))}`
    if (settings.has(key)) return `\`${key}\` is there twice`
    if (key !== 'repository' && !isDay(value)) return `\`${word}\` is no day; expected YYYY-MM-DD`
    settings.set(key, value)
  }
  const of = (key: Key) => settings.get(key) ?? null
  return { name, repository: of('repository'), since: of('since'), until: of('until') }
}

/** The query in one form, however it was spaced and ordered: the sidecar knows values by it. */
export function keyOf(query: ValueQuery): string {
  const settings = keys.flatMap((key) => (query[key] === null ? [] : [`${key}=${query[key]}`]))
  return [query.name, ...settings].join(' ')
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function isOneOf<Value extends string>(all: readonly Value[], text: string): text is Value {
  return (all as readonly string[]).includes(text)
}

function alternatives(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
