/** The code blocks of a page, as a reader meets them. */
export interface Block {
  readonly page: string
  /** Of its opening fence, from 1. */
  readonly line: number
  /** `sh`, `ts`, `json`, …; empty where the fence names none. */
  readonly language: string
  readonly text: string
}

/** Fenced blocks at the left edge; a block in a block is part of the outer one. */
export function blocksOf(page: string, text: string): readonly Block[] {
  const blocks: Block[] = []
  let open: { fence: string; language: string; line: number; text: string[] } | null = null
  for (const [index, line] of text.split('\n').entries()) {
    const [, fence = '', language = ''] = /^(`{3,})(\w*)\s*$/.exec(line) ?? []
    if (open === null && fence !== '') {
      open = { fence, language, line: index + 1, text: [] }
    } else if (open !== null && fence === open.fence && language === '') {
      blocks.push({ page, line: open.line, language: open.language, text: open.text.join('\n') })
      open = null
    } else open?.text.push(line)
  }
  return blocks
}
