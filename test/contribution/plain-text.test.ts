import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPlainText } from '../../src/contribution/plain-text.ts'

describe('plain text', () => {
  test.each([
    ['tabs and line ends become spaces', 'a\tb\r\n\n c\u2028d', 'a b c d'],
    ['controls go', 'a\u0000\u001B[31mb\u0085c\u009F', 'a[31mb c'],
    ['overrides of direction go', '\u202Egnp.exe\u2066\u200F', 'gnp.exe'],
    ['what has no width goes', 'a\u200Bb\uFEFFc\u00ADd\u2060e\u{E0041}f', 'abcdef'],
    ['half characters go', 'a\uD800b\uDC00c', 'abc'],
    ['non-characters go', 'a\uFFFEb\u{1FFFF}c', 'abc'],
    ['letters are composed', 'e\u0301', 'é'],
    ['whole emoji stay', 'a 🎉 b', 'a 🎉 b'],
    ['other scripts stay', 'שלום 世界 Ñandú', 'שלום 世界 Ñandú'],
  ])('%s', (_name, text, expected) => {
    expect(toPlainText(text, 100)).toBe(expected)
  })

  test('is cut with an ellipsis, never inside a character', () => {
    expect(toPlainText('abcdef', 4)).toBe('abc…')
    expect(toPlainText('ab🎉cd', 4)).toBe('ab…')
    expect(toPlainText('abcd', 4)).toBe('abcd')
  })

  test('twice is once, and one line of well-formed text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 50 }),
        (text, length) => {
          const once = toPlainText(text, length)

          expect(toPlainText(once, length)).toBe(once)
          expect(once.length).toBeLessThanOrEqual(length)
          expect(once).not.toMatch(/[\p{Cc}\p{Surrogate}\u2028\u2029]/u)
        },
      ),
    )
  })
})
