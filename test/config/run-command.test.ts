import { tmpdir } from 'node:os'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { CommandError, createRunCommand } from '../../src/config/run-command.ts'

const node = (script: string) => [process.execPath, '-e', script]
const run = createRunCommand({ NAME: 'from-the-environment' })
const folder = tmpdir()

describe('a command', () => {
  test('gives what it prints, in the folder and the environment it is lent', async () => {
    const script =
      'console.log(process.env.NAME, process.cwd() === require("fs").realpathSync(process.argv[1]))'

    expect(await run([...node(script), folder], folder)).toBe('from-the-environment true\n')
  })

  test('is run without a shell', async () => {
    const script = 'console.log(process.argv[1])'

    expect(await run([...node(script), '$(echo x); `y` > z'], folder)).toBe('$(echo x); `y` > z\n')
  })

  test('reads the end of its input at once', async () => {
    const script = 'process.stdin.on("end", () => console.log("end")).resume()'

    expect(await run(node(script), folder)).toBe('end\n')
  })

  test('that fails is told without anything it printed', async () => {
    const script =
      'console.log("secret" + "-out"); console.error("secret" + "-err"); process.exitCode = 7'

    const error = await run(node(script), folder).catch((caught: unknown) => caught)

    expect(error).toBeInstanceOf(CommandError)
    expect(inspect(error)).toContain('ended with exit code 7')
    expect(inspect(error, { depth: 9 })).not.toMatch(/secret-(out|err)/)
  })

  test('that is not there is told so', async () => {
    await expect(run(['/nowhere/pass'], folder)).rejects.toThrow('was not found')
  })

  test('that does not end in time is stopped, however it resists', async () => {
    const script = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'
    const impatient = createRunCommand({}, undefined, 50)

    await expect(impatient(node(script), folder)).rejects.toThrow('did not end within 0.05 s')
  })

  test('is stopped with the signal', async () => {
    const stopper = new AbortController()
    const reason = new Error('stopped')
    const running = createRunCommand({}, stopper.signal)(
      node('setInterval(() => {}, 1000)'),
      folder,
    )

    stopper.abort(reason)

    await expect(running).rejects.toBe(reason)
  })
})
