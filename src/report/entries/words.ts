import { linksIn } from '../formats/links.ts'

/** Words of a text, letter case and markup ignored; addresses say nothing of what it is about. */
export function wordsOf(text: string): Set<string> {
  let plain = text
  for (const { from, to } of linksIn(text).reverse()) plain = plain.slice(0, from) + plain.slice(to)
  return new Set(plain.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
}

/** How alike two texts are: 1 for the same words, 0 for none in common. */
export function similarity(a: string, b: string): number {
  const [first, second] = [wordsOf(a), wordsOf(b)]
  if (first.size + second.size === 0) return 0
  const common = [...first].filter((word) => second.has(word)).length
  return (2 * common) / (first.size + second.size)
}

/** From here on a text counts as another wording of the same. */
export const alike = 0.6
