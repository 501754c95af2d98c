#!/usr/bin/env node
// The oldest Node that better-sqlite3's binaries run on; on an older one they crash without a word.
const oldest = [22, 14] as const
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  process.stderr.write(
    `Cannot run on Node ${process.versions.node}: tracker needs Node ${oldest.join('.')} or newer\n`,
  )
  process.exitCode = 2
} else {
  const { main } = await import('./cli/main.ts')
  await main(process)
}
