/** Where in the file something is. */
export type ConfigPath = readonly (string | number)[]

/** `people[0].resumes[0].file`, `projects["a/b"].title`; the whole file is `config`. */
export function formatPath(path: ConfigPath): string {
  let text = ''
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`
    else if (/^[\w$-]+$/.test(part)) text += text === '' ? part : `.${part}`
    else text += `[${quote(part)}]`
  }
  return text === '' ? 'the file' : text
}

/** What stands at `path` in the parsed file; undefined when nothing does. */
export function valueAt(value: unknown, path: ConfigPath): unknown {
  let current = value
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) {
      return undefined
    }
    current = (current as Readonly<Record<string | number, unknown>>)[part]
  }
  return current
}

/** `text` in double quotes, on one line, with nothing in it that a terminal would act on. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}
