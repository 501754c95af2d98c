import { expect, test } from 'vitest'
import { findings, resume, url } from './support.ts'

/** What a run costs that is too short to be measured. Microseconds. */
const least = 1_000

/** Microseconds of the processor, the least of three: what else the machine does costs others theirs. */
function cost(run: () => void): number {
  const costs = [1, 2, 3].map(() => {
    const start = process.cpuUsage()
    run()
    return process.cpuUsage(start).user
  })
  return Math.max(least, Math.min(...costs))
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
    return cost(() => findings(document))
  }

  // By its square it would be 256.
  expect(audit(times * length) / audit(length)).toBeLessThan(times * 4)
})
