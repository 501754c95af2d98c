import { cpus, loadavg, totalmem } from 'node:os'
import SQLite from 'better-sqlite3'
import type { Row } from './row.ts'
import { notes, table } from './table.ts'

/** The text of `docs/benchmarks.md`. Times differ from machine to machine; counts and ratios should not. */
export function page(rows: readonly Row[], stages: readonly string[], minutes: number): string {
  const missed = rows.filter(({ met }) => met === false)
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. It builds, starts the sandbox (\`test/sandbox\`: both forges on loopback with the
API's real limits) and runs the built command line against it as a child process. Requests are counted by the sandbox.
Ratios are measured within one run, the two sides in turn, and are medians. Worlds come from a seed: anyone gets the same.

    npm run bench                 # all of it, writes this page
    node bench/main.ts start-up   # some stages only (after npm run build): ${stages.join(', ')}

Measured on ${machine()}; ${minutes.toFixed(0)} minutes in all, during which ${load()} programs wanted a processor.
Seconds are only worth something beside that: the row of \`tracker --version\` tells how long a Node that does nothing took.

${table(rows)}
## What is missed, and why

${missed.length === 0 ? 'Nothing.\n' : missed.map(miss).join('')}
## How it was measured

${notes(rows)}`
}

function miss({ what, reach, measured, why }: Row): string {
  return `- ${what}: ${measured} instead of ${reach}. ${why ?? 'Not looked into yet'}.\n`
}

/** No names and no paths: what a reader needs to judge times. */
function machine(): string {
  const processors = cpus()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const model = processors[0]?.model.trim() || 'an unnamed processor'
  return `Node ${process.versions.node}, SQLite ${sqlite()}, ${process.platform} ${process.arch}, ${processors.length} × ${model}, ${gigabytes} GB`
}

/** Of the last five minutes, this one included. */
function load(): string {
  return (loadavg()[1] ?? 0).toFixed(1)
}

function sqlite(): string {
  const database = new SQLite(':memory:')
  const version = database.prepare<[], string>('SELECT sqlite_version()').pluck().get()
  database.close()
  return String(version)
}
