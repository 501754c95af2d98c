#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'

// The oldest Node that better-sqlite3's binaries run on; on an older one they crash without a word.
const oldest = [22, 14] as const
const newestTried = 24
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(
    `Cannot run on Node ${process.versions.node}: tracker needs Node ${oldest.join('.')} or newer\n`,
  )
  process.exitCode = 2
} else {
  // V8 puts among the old at once what was made where most survived so far. Trees of Markdown and rows of a person look as
  // if they did, being alive at every collection, and die with the next document: 1,000 résumés took a quarter more
  // processor time. The flag moves objects about and changes nothing they hold; a V8 that does not know it would say so
  // on stderr, so it is set where it was tried.
  if (major <= newestTried) setFlagsFromString('--no-allocation-site-pretenuring')
  const { main } = await import('./cli/main.ts')
  await main(process)
}
