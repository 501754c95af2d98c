/** A number as words state it: right for everything from `least` to `most`, both included. */
export interface StatedNumber {
  readonly least: number
  readonly most: number
  /** What lies outside `least` to `most` but within these is nobody's to call wrong: "about 40" of 46. */
  readonly doubt: { readonly least: number; readonly most: number }
}

export function holds({ least, most }: StatedNumber, value: number): boolean {
  return value >= least && value <= most
}

export function exactly(value: number): StatedNumber {
  return between(value, value)
}

export function between(least: number, most: number): StatedNumber {
  return { least, most, doubt: { least, most } }
}

/** `42+`, "at least 42". */
export function atLeast(value: number): StatedNumber {
  return between(value, Number.POSITIVE_INFINITY)
}

/** "Over 42": 42 is not. */
export function moreThan(value: number): StatedNumber {
  return atLeast(value + 1)
}

export function atMost(value: number): StatedNumber {
  return between(0, value)
}

/** "Fewer than 42": 42 is not. */
export function fewerThan(value: number): StatedNumber {
  return atMost(value - 1)
}

/** "About 40": a tenth more or less is right, a quarter more or less is a matter of taste. */
export function about(value: number): StatedNumber {
  return {
    least: value * 0.9,
    most: value * 1.1,
    doubt: { least: value * 0.75, most: value * 1.25 },
  }
}

/** "Nearly 50": not yet. */
export function nearly(value: number): StatedNumber {
  return { least: value * 0.9, most: value, doubt: { least: value * 0.75, most: value } }
}

/** "Dozens": it names the least it can mean, and whether fewer are meant is a matter of taste. */
export function vaguely(value: number): StatedNumber {
  const { least, most } = atLeast(value)
  return { least, most, doubt: { least: 0, most } }
}

/** `1.2k`: everything that is written so, as far as it is within a twentieth. */
export function rounded(value: number, unit: number): StatedNumber {
  const slack = Math.min(unit / 2, value / 20)
  return between(value - slack, value + slack)
}
