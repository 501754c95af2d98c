import { expect, test } from 'vitest'
import { findings, resume, url } from './support.ts'

/** The fastest of three: whatever else the machine does, it does not make it faster. */
function fastest(run: () => void): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return Math.min(...times)
}

const times = 16

test.each([
  ['counts', 'Merged 3 pull requests and ', 4_000],
  ['counts with dates', 'Merged 12 PRs in March 2024. ', 4_000],
  ['links', `[MR](${url(1)}) (merged) `, 4_000],
  ['links without a space between', `[MR](${url(1)})`, 8_000],
  ['brackets that open nothing', '[3](', 4_000],
  ['brackets that close an address', ')', 4_000],
  ['digits', '1', 2_000],
  ['letters', 'a', 8_000],
])('a line of %s takes time by its length, not by its square', (_name, words, length) => {
  const audit = (size: number) => {
    const line = `https://one.example/${words.repeat(Math.ceil(size / words.length))}`
    const document = resume(`\n${words === ')' ? line : line.slice(20)}`)
    return fastest(() => findings(document))
  }

  // By its square it would be 256.
  expect(audit(times * length) / audit(length)).toBeLessThan(times * 4)
})
