import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonFault } from '../../src/config/json-syntax.ts'

test('every text that JSON.stringify writes has no fault', () => {
  void fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 1, '\t'), (value, indent) => {
      expect(findJsonFault(JSON.stringify(value, null, indent))).toBeUndefined()
    }),
  )
})

test('a text without fault is one that JSON.parse reads, and the other way round', () => {
  const token = fc.constantFrom(
    ...['{', '}', '[', ']', ',', ':', '"a"', '"b"', '"', '1', '-', '.5', 'true', 'nul', ' ', '\\'],
  )
  const repeatsKey = 'this key stands twice in its object'

  void fc.assert(
    fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
      const text = tokens.join('')
      const fault = findJsonFault(text)

      if (fault?.message !== repeatsKey) expect(fault === undefined).toBe(isJson(text))
    }),
    { numRuns: 5000 },
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
