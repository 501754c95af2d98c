import { bulletSigns } from '../../style/bullet-signs.ts'

/** Before the words of a bullet. */
export const bulletPattern = new RegExp(`^\\s*(?:[${bulletSigns}o]\\s+)+`)

/** Such as `2. ` and `3) `; a year is none. */
const numberPattern = /^\s*\d{1,2}[.)]\s+(?=\S)/

/** What stands before the words of a bullet or of a numbered line; null for any other. */
export function bulletAt(line: string): string | null {
  return (bulletPattern.exec(line) ?? numberPattern.exec(line))?.[0] ?? null
}
