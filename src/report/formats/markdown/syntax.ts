import type { RegionSyntax } from '../format.ts'

/** Lines of Markdown by their first signs: enough for a region, whose blocks stand at the top level. */
export const syntax: RegionSyntax = {
  heading: (line) => /^ {0,3}(#{1,6})(?:[ \t]|$)/.exec(line)?.[1]?.length ?? null,
  bullet: (line) => /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)/.exec(line)?.[0] ?? null,
  opaque,
}

/** Fenced code, its fences included, and comments over several lines. */
function opaque(lines: readonly string[]): boolean[] {
  let until: RegExp | null = null
  return lines.map((line) => {
    if (until !== null) {
      if (until.test(line)) until = null
      return true
    }
    const fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1]
    if (fence !== undefined) until = new RegExp(`^ {0,3}${fence}[\`~]*[ \\t]*$`)
    else if (/^ {0,3}<!--(?!.*-->)/.test(line)) until = /-->/
    return until !== null
  })
}
