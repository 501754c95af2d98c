import { doubling, irregular, nounAfterAnd, nounLike, regular } from './verbs.ts'

export interface VerbForm {
  readonly base: string
  /** Lower case. */
  readonly past: string
  readonly form: 'base' | 'third' | 'gerund' | 'past'
}

const doubled = new Set(doubling)

/** Irregular verbs of one syllable double too: `setting`, `cutting`, `running`. */
const doublingIrregular = /^(?:un|re|for|re-)?(?:cut|get|let|put|run|set|shut|split|bid)$/

const forms = allForms()

/** What `word` is a form of; letter case ignored. Null when the table does not have it. */
export function verbForm(word: string): VerbForm | null {
  return forms.get(word.toLowerCase()) ?? null
}

export function isNounLike({ base }: VerbForm): boolean {
  return nounLike.has(base)
}

/** Surely a verb where it follows `and`. */
export function isVerbAfterAnd(word: string): VerbForm | null {
  const verb = verbForm(word)
  const certain = verb?.form === 'base' && !nounLike.has(verb.base) && !nounAfterAnd.has(verb.base)
  return certain ? verb : null
}

function allForms(): Map<string, VerbForm> {
  const table = new Map<string, VerbForm>()
  const bases = new Set([...regular, ...doubling, ...Object.keys(irregular)])
  // Base forms last: where two verbs share a spelling, the plain one is meant.
  for (const base of bases) {
    const past = irregular[base] ?? regularPast(base)
    table.set(thirdPerson(base), { base, past, form: 'third' })
    table.set(gerund(base), { base, past, form: 'gerund' })
    table.set(past, { base, past, form: 'past' })
  }
  for (const base of bases) {
    table.set(base, { base, past: irregular[base] ?? regularPast(base), form: 'base' })
  }
  return table
}

function regularPast(base: string): string {
  if (doubled.has(base)) return `${base}${base.at(-1)}ed`
  if (base.endsWith('e')) return `${base}d`
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${base}ed`
}

function thirdPerson(base: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(base)) return `${base}es`
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ies` : `${base}s`
}

function gerund(base: string): string {
  if (doubled.has(base) || doublingIrregular.test(base)) return `${base}${base.at(-1)}ing`
  return base.endsWith('e') ? `${base.slice(0, -1)}ing` : `${base}ing`
}
