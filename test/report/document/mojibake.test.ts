import fc from 'fast-check'
import { expect, test } from 'vitest'
import { repairMojibake } from '../../../src/report/document/mojibake.ts'

/** What becomes of text that is read in the wrong encoding and saved again. */
function garble(text: string, encoding: 'macintosh' | 'windows-1252'): string {
  return new TextDecoder(encoding).decode(new TextEncoder().encode(text))
}

const lines = [
  'é',
  '–',
  '“quoted”',
  '📧 ada@example.com',
  '3 × 4',
  'naïve café',
  'Zażółć',
  '日本語',
  '→ ✔',
]

test.each(lines.flatMap((line) => [[line, 'macintosh'] as const, [line, 'windows-1252'] as const]))(
  '%s that was read as %s is put right',
  (line, encoding) => {
    const repair = repairMojibake(`# A\r\n\r\n${garble(line, encoding)}  \n- plain\n`)

    expect(repair?.text).toBe(`# A\r\n\r\n${line}  \n- plain\n`)
    expect(repair?.encoding).toBe(encoding)
  },
)

test('text that is right is left alone', () => {
  for (const line of [...lines, 'plain', 'ÉCOLE à ÇÃO', 'Ã', '√ 4', 'São João']) {
    expect(repairMojibake(line)).toBeNull()
  }
})

test('a garbled place is repaired beside others that are right', () => {
  const text = `café ${garble('–', 'macintosh')} “right” ${garble('é', 'macintosh')}`

  expect(repairMojibake(text)).toEqual({ text: 'café – “right” é', encoding: 'macintosh', runs: 2 })
})

test('text that went wrong twice is put right twice', () => {
  const twice = garble(garble('é – ×', 'windows-1252'), 'windows-1252')

  expect(repairMojibake(twice)?.text).toBe('é – ×')
})

test('a repair has nothing left to repair, and keeps every ASCII character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.constantFrom('macintosh' as const, 'windows-1252' as const),
      (text, encoding) => {
        const repaired = repairMojibake(garble(text, encoding))?.text ?? ''
        const ascii = (line: string) => line.replace(/[^\p{ASCII}]/gu, '')

        if (repaired !== '') expect(ascii(repaired)).toBe(ascii(text))
      },
    ),
  )
})
