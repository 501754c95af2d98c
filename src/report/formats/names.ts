import { extname } from 'node:path'

/** Names of the document formats that can be written. Kept apart from the registry, which loads them. */
export const formatNames = ['markdown', 'text'] as const
export type FormatName = (typeof formatNames)[number]

/** Names that are spoken for; a document in one of them is refused with a sentence of its own. */
export const plannedFormats = ['latex', 'json-resume'] as const
export type PlannedFormat = (typeof plannedFormats)[number]

const byExtension: ReadonlyMap<string, FormatName | PlannedFormat> = new Map([
  ['.md', 'markdown'],
  ['.txt', 'text'],
  ['.tex', 'latex'],
  ['.json', 'json-resume'],
])

/** Extensions of documents that can be written, for messages. */
export const extensions: readonly string[] = [...byExtension.keys()].filter((extension) =>
  isFormatName(byExtension.get(extension)),
)

/** What the extension of `file` says, letter case ignored; undefined when it says nothing. */
export function formatOf(file: string): FormatName | PlannedFormat | undefined {
  return byExtension.get(extname(file).toLowerCase())
}

export function isFormatName(name: string | undefined): name is FormatName {
  return formatNames.some((format) => format === name)
}
