/**
 * `npm run bench`: measures every row of "Numbers to reach" (docs/design.md) on the sandbox, prints the table and writes
 * `docs/benchmarks.md`. Names of stages as arguments run only those, and write nothing. A number that is missed is no
 * error; a run that fails is.
 */
import { writeFileSync } from 'node:fs'
import { report } from './report.ts'
import { requests } from './requests.ts'
import { sizes } from './sizes.ts'
import { startUp } from './start-up.ts'
import { storing } from './storing.ts'
import { page } from './support/page.ts'
import { type Row, tell } from './support/row.ts'
import { notes, table } from './support/table.ts'

const stages = [requests, startUp, storing, report, sizes]
const names = stages.map(({ name }) => name)

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  throw new Error(`Cannot find ${unknown.join(', ')} among the stages: ${names.join(', ')}`)
}

const started = performance.now()
const rows: Row[] = []
for (const stage of stages) {
  if (wanted.length > 0 && !wanted.includes(stage.name)) continue
  const begun = performance.now()
  rows.push(...(await stage.run()))
  tell(`${stage.name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`)
}
process.stdout.write(`${table(rows)}\n${notes(rows)}`)
if (wanted.length === 0) {
  const minutes = (performance.now() - started) / 60_000
  const file = new URL('../docs/benchmarks.md', import.meta.url)
  writeFileSync(file, page(rows, names, minutes))
}
