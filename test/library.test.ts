import { expect, test } from 'vitest'
import { ConfigError, report, StoreMissingError, sync, UsageError } from '../src/index.ts'
import { resume, startBench, token, withResume } from './support/cli.ts'

async function prepared() {
  const bench = await startBench({ now: () => Date.now() })
  await bench.configure({ people: [withResume('mara')] })
  await bench.write('mara.md', resume)
  return { bench, options: { config: bench.path('config.json'), env: { SANDBOX_TOKEN: token } } }
}

test('sync and report do what the commands do, and tell it as values', async () => {
  const { bench, options } = await prepared()

  const synced = await sync(options)
  const checked = await report({ ...options, check: true })
  const before = bench.read('mara.md')
  const reported = await report(options)

  expect(synced.outcome).toBe('completed')
  expect(synced.accounts.map(({ host, failure }) => [host, failure]).sort()).toEqual([
    ['github.com', null],
    ['gitlab.com', null],
  ])
  expect(checked.map(({ file, state }) => [file, state])).toEqual([
    ['mara.md', 'outdated'],
    ['mara-ledger.md', 'outdated'],
  ])
  expect(before).toBe(resume)
  expect(reported.map(({ state }) => state)).toEqual(['written', 'written'])
  expect(bench.read('mara.md')).toContain('<!-- tracker:begin oss -->')
})

test('what cannot be done is an error of its own class', async () => {
  const { options } = await prepared()

  await expect(report(options)).rejects.toThrow(StoreMissingError)
  await expect(sync({ ...options, people: ['nobody'] })).rejects.toThrow(UsageError)
  await expect(sync({ ...options, config: '/no/such/config.json' })).rejects.toThrow(ConfigError)
})

test('what a forge refuses is told, not thrown, and warnings hold no token', async () => {
  const { options } = await prepared()
  const warnings: string[] = []

  const synced = await sync({
    ...options,
    env: { SANDBOX_TOKEN: 'no-such-token' },
    warn: (message) => warnings.push(message),
  })

  expect(synced.accounts.map(({ failure }) => failure?.kind)).toEqual(['auth', 'auth'])
  expect(warnings.length).toBeGreaterThan(0)
  expect(warnings.join('\n')).not.toContain('no-such-token')
})
