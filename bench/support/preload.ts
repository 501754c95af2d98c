/**
 * Loaded into the tracker before it starts: moves its clock, so that a day passes between two runs without waiting, and
 * tells at the end what the operating system gave it: the most memory, and the processor's time.
 */
import { writeSync } from 'node:fs'

const offset = Number(process.env['BENCH_CLOCK_OFFSET'] ?? 0)
const realNow = Date.now
Date.now = () => realNow() + offset

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  writeSync(3, JSON.stringify({ kilobytes: maxRSS, microseconds: userCPUTime + systemCPUTime }))
})
