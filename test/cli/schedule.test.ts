import { expect, test, vi } from 'vitest'
import { person, resume, startBench, withResume } from '../support/cli.ts'

test('schedule --once runs once, reports, and needs no schedule', async () => {
  const bench = await startBench()
  await bench.configure({ people: [withResume('teo')] })
  await bench.write('teo.md', resume)

  const ran = await bench.run(['schedule', '--once'])
  const json = await bench.run(['schedule', '--once', '--json'])

  expect(ran.code).toBe(0)
  expect(ran.stdout).toContain('teo.md: written\n')
  expect(JSON.parse(json.stdout)).toMatchObject({
    sync: { outcome: 'completed' },
    report: { outcome: 'completed' },
  })
})

test('schedule --once ends with the code of its run', async () => {
  const bench = await startBench()
  await bench.configure({ people: [person('teo')] })

  const ran = await bench.run(['schedule', '--once'], { env: {} })

  expect(ran.code).toBe(4)
})

test('schedule runs at its times, says so, and reads the configuration anew each time', async () => {
  const bench = await startBench()
  const schedule = { cron: '0 13 * * *', timezone: 'UTC' }
  await bench.configure({ people: [person('teo')], schedule })
  vi.useFakeTimers({ now: bench.clock.now(), toFake: ['setTimeout', 'clearTimeout'] })
  const stop = new AbortController()
  let told = ''
  const heard = (text: string) => {
    told = text
  }
  const until = (text: string) =>
    vi.waitUntil(() => told.includes(text), { timeout: 15_000, interval: 5 })

  const running = bench.run(['schedule'], { signal: stop.signal, heard })
  try {
    await until('next run 2026-06-15T13:00:00Z')
    await bench.write('config.json', '{ "people": 1 }')
    bench.clock.advance(3600)
    await vi.advanceTimersByTimeAsync(60_000)
    await until('ended with 2; next run 2026-06-16T13:00:00Z')
    await bench.configure({ people: [person('teo')], schedule })
    bench.clock.advance(24 * 3600)
    await vi.advanceTimersByTimeAsync(60_000)
    vi.useRealTimers()
    await until('ended with 0; next run ')
  } finally {
    vi.useRealTimers()
    stop.abort(new Error('interrupted'))
  }
  const ran = await running

  expect(ran.code).toBe(0)
  expect(ran.stderr).toContain('people: expected a list of people')
  expect(ran.stdout).toMatch(/teo-valdris: \d+ new/)
})

test('a limit is waited for, and the run is repeated when the forge answers again', async () => {
  const bench = await startBench({
    faults: [
      {
        match: { forge: 'github', index: 1 },
        fault: { kind: 'secondary-limit', form: '403', retryAfter: 1800 },
      },
    ],
  })
  const schedule = { cron: '0 13 * * *', timezone: 'UTC' }
  const [github] = person('teo')['accounts'] as unknown[]
  await bench.configure({ people: [person('teo', { accounts: [github] })], schedule })
  vi.useFakeTimers({ now: bench.clock.now(), toFake: ['setTimeout', 'clearTimeout'] })
  const stop = new AbortController()
  let told = ''
  const heard = (text: string) => {
    told = text
  }
  const until = (text: string) =>
    vi.waitUntil(() => told.includes(text), { timeout: 15_000, interval: 5 })

  const running = bench.run(['schedule'], { signal: stop.signal, heard })
  try {
    await until('next run 2026-06-15T13:00:00Z')
    bench.clock.advance(3600)
    await vi.advanceTimersByTimeAsync(60_000)
    await until('ended with 3, again 2026-06-15T13:30:')
    bench.clock.advance(1900)
    await vi.advanceTimersByTimeAsync(60_000)
    await until('ended with 0; next run 2026-06-16T13:00:00Z')
  } finally {
    vi.useRealTimers()
    stop.abort(new Error('interrupted'))
  }

  expect((await running).code).toBe(0)
})
