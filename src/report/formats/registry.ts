import type { DocumentFormat } from './format.ts'
import { markdown } from './markdown/index.ts'
import type { FormatName } from './names.ts'
import { text } from './text/index.ts'

/** Every format that can be written. A new one is a folder beside this file, a line here and its name in names.ts. */
export const formats: Readonly<Record<FormatName, DocumentFormat>> = { markdown, text }
