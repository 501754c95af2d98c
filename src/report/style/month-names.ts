/** What one language calls the months. The runtime's own data tells. */
export interface MonthNames {
  /** Every name and abbreviation in lower case, without its dot, with the number of its month from 1. */
  readonly numbers: ReadonlyMap<string, number>
  /** In full. */
  readonly whole: (number: number) => string
  /** `number` as `like`, another of its names, is written: whole or short, with its dot, in its case. */
  readonly like: (number: number, like: string) => string
}

const numbers = Array.from({ length: 12 }, (_, index) => index + 1)

/** @param language A language tag. Languages that number their months have no names. */
export function monthNamesOf(language: string): MonthNames {
  const whole = numbers.map((number) => nameOf(language, number, 'long'))
  const known = new Map(
    numbers.flatMap((number) => {
      const names = [
        ...formsOf(language, number),
        ...beginningsOf(
          number,
          whole.map((name) => bare(name)),
        ),
      ]
      return names
        .filter((name) => /^\D{2,}$/.test(name))
        .map((name) => [bare(name), number] as const)
    }),
  )
  return {
    numbers: known,
    whole: (number) => whole[number - 1] ?? '',
    like: (number, like) => {
      const own = bare(whole[(known.get(bare(like)) ?? 1) - 1] ?? '')
      const isWhole = !like.endsWith('.') && (bare(like) === own || bare(like).length > 4)
      return inCase(isWhole ? (whole[number - 1] ?? '') : shortOf(language, number, like), like)
    },
  }
}

export function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '').trim()
}

function shortOf(language: string, number: number, like: string): string {
  const short = nameOf(language, number, 'short').replace(/\.$/, '')
  const isCut = bare(short) !== bare(nameOf(language, number, 'long'))
  return like.endsWith('.') && isCut ? `${short}.` : short
}

function inCase(name: string, like: string): string {
  if (like === like.toUpperCase() && like !== like.toLowerCase()) return name.toUpperCase()
  return /^\p{Lu}/u.test(like) ? name.slice(0, 1).toUpperCase() + name.slice(1) : name
}

function nameOf(language: string, number: number, month: 'long' | 'short'): string {
  return new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' }).format(dayIn(number))
}

/** Alone and in a date, where some languages have another case for it. */
function formsOf(language: string, number: number): string[] {
  return (['long', 'short'] as const).flatMap((month) => {
    const format = new Intl.DateTimeFormat(language, {
      day: 'numeric',
      month,
      year: 'numeric',
      timeZone: 'UTC',
    })
    const parts = format.formatToParts(dayIn(number)).filter(({ type }) => type === 'month')
    return [nameOf(language, number, month), ...parts.map(({ value }) => value)]
  })
}

/** The first three and four letters, where no other month begins so. */
function beginningsOf(number: number, whole: readonly string[]): string[] {
  return [3, 4]
    .map((length) => whole[number - 1]?.slice(0, length) ?? '')
    .filter((start) => whole.filter((name) => name.startsWith(start)).length === 1)
}

function dayIn(number: number): Date {
  return new Date(Date.UTC(2000, number - 1, 15))
}
