import { presentAddress } from '../entries/links.ts'
import { linksIn } from '../formats/links.ts'
import type { Background } from '../types.ts'

/** `text` with its links labelled as `like` labels them: a label stays the person's whoever writes the sentence. */
export function withLabelsOf(text: string, like: string, background: Background): string {
  const own = new Map(
    linksIn(like).map((link) => [
      presentAddress(link.url, background),
      like.slice(link.start, link.end),
    ]),
  )
  let result = text
  for (const { url, start, end } of linksIn(text).reverse())
    result =
      result.slice(0, start) +
      (own.get(presentAddress(url, background)) ?? text.slice(start, end)) +
      result.slice(end)
  return result
}
