import type { Background } from '../types.ts'

/**
 * Addresses of the project's pull requests that a text names without a link: `acme/engine!61`, `MR #61`, `!61`, `#61`.
 * @param key Of the project that the text is about.
 */
export function namedIn(text: string, key: string, background: Background): string[] {
  const named = new Set(
    [...text.replaceAll('\\', '').matchAll(written)].map(([, path = '', number = '']) =>
      `${path} ${number}`.toLowerCase(),
    ),
  )
  if (named.size === 0) return []
  return background
    .pullsOf(key)
    .filter(({ link: { reference } }) => {
      const [path = '', number = ''] = reference.toLowerCase().split(/[#!]/)
      return named.has(`${path} ${number}`) || named.has(` ${number}`)
    })
    .map(({ link }) => link.url)
}

const written =
  /(?<![\w/.&#!-])(?:([\w.-]+(?:\/[\w.-]+)+)[#!]|[#!]|\b(?:PR|MR)s? )(\d+)(?![\w#!])/gi
