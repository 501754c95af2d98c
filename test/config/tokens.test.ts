import { describe, expect, test } from 'vitest'
import { CommandError } from '../../src/config/run-command.ts'
import { readTokens } from '../../src/config/tokens.ts'
import { config, parse } from './support.ts'

function forge(name: string, forges: object = {}) {
  const found = parse(config({ forges })).forges.get(name)
  if (found === undefined) throw new Error(`no forge ${name}`)
  return found
}

const noCommand = () => Promise.reject(new Error('no command was expected'))

describe('a token', () => {
  test('is read from the variable that is configured', async () => {
    const acme = forge('gitlab', { gitlab: { token: { env: 'ACME_TOKEN' } } })
    const env = { ACME_TOKEN: 'acme-secret', GITLAB_TOKEN: 'other-secret' }

    expect(await readTokens(acme, env, noCommand)).toEqual({
      outcome: 'found',
      tokens: ['acme-secret'],
      names: ['the environment variable `ACME_TOKEN`'],
      sources: ['the environment variable `ACME_TOKEN`'],
      problems: [],
    })
  })

  test('is read from the output of a command that runs beside the configuration', async () => {
    const acme = forge('gitlab', { gitlab: { token: { command: ['pass', 'show', 'acme'] } } })
    const calls: unknown[] = []
    const run = (...call: unknown[]) => {
      calls.push(call)
      return Promise.resolve('secret\r\n')
    }

    expect(await readTokens(acme, {}, run)).toMatchObject({ tokens: ['secret'] })
    expect(calls).toEqual([[['pass', 'show', 'acme'], '/home/ada']])
  })

  test('that is missing is told with its variable and the least scope', async () => {
    expect(await readTokens(forge('github'), {}, noCommand)).toEqual({
      outcome: 'missing',
      message:
        'Cannot read from github.com: the environment variable `GITHUB_TOKEN` is not set; expected a classic token without any scope or a fine-grained token that reads public repositories (scope `repo` for private data)',
    })
    expect(await readTokens(forge('gitlab'), {}, noCommand)).toEqual({
      outcome: 'missing',
      message:
        'Cannot read from gitlab.com: the environment variable `GITLAB_TOKEN` is not set; expected a token with scope `read_api`',
    })
  })

  test('of the public instance goes to no other one', async () => {
    const env = { GITHUB_TOKEN: 'github-secret', GITLAB_TOKEN: 'gitlab-secret' }
    const forges = {
      github: { url: 'https://github.acme.example' },
      acme: { kind: 'gitlab', url: 'https://gitlab.acme.example' },
    }

    const moved = await readTokens(forge('github', forges), env, noCommand)
    const acme = await readTokens(forge('acme', forges), env, noCommand)

    expect(moved).toMatchObject({ outcome: 'missing' })
    expect(acme).toEqual({
      outcome: 'missing',
      message:
        'Cannot read from gitlab.acme.example: no token is configured (`GITLAB_TOKEN` is used for https://gitlab.com only); set `forges.acme.token` to `{ "env": "ACME_TOKEN" }` and that variable to a token with scope `read_api`',
    })
  })

  test.each([
    ['', 'gives an empty token'],
    [' secret', 'gives a token with white space in it'],
    ['sec\r\nret', 'gives a token with white space in it'],
    ['sec\u0000ret', 'gives a token with characters that no token has'],
    ['sécret', 'gives a token with characters that no token has'],
  ])('of %j is not used and not shown', async (token, why) => {
    const reading = await readTokens(forge('github'), { GITHUB_TOKEN: token }, noCommand)

    expect(reading).toMatchObject({
      outcome: 'missing',
      message: expect.stringContaining(`\`GITHUB_TOKEN\` ${why}; expected`),
    })
    if (token !== '') expect(JSON.stringify(reading)).not.toContain('ret')
  })

  test('whose command fails is missing, and neither arguments nor output are shown', async () => {
    const command = ['/opt/bin/pass', 'show', 'argument']
    const acme = forge('gitlab', { gitlab: { token: { command } } })
    const run = () => Promise.reject(new CommandError('ended with exit code 1'))

    expect(await readTokens(acme, {}, run)).toEqual({
      outcome: 'missing',
      message:
        'Cannot read from gitlab.com: the command `pass` ended with exit code 1; expected a token with scope `read_api`',
    })
  })

  test('whose command was stopped by the person is no missing token', async () => {
    const acme = forge('gitlab', { gitlab: { token: { command: ['pass'] } } })
    const stopped = new Error('stopped')

    await expect(readTokens(acme, {}, () => Promise.reject(stopped))).rejects.toBe(stopped)
  })
})

describe('several tokens', () => {
  const tokens = [{ env: 'A' }, { env: 'B' }, { env: 'C' }]
  const several = () => forge('github', { github: { tokens } })

  test('keep their order, each once', async () => {
    expect(await readTokens(several(), { A: 'a', B: 'b', C: 'a' }, noCommand)).toEqual({
      outcome: 'found',
      tokens: ['a', 'b'],
      names: ['the environment variable `A`', 'the environment variable `B`'],
      sources: ['A', 'B', 'C'].map((name) => `the environment variable \`${name}\``),
      problems: [],
    })
  })

  test('from one program have names that tell them apart, without its arguments', async () => {
    const commands = ['ada', 'bea'].map((user) => ({ command: ['gh', 'auth', 'token', user] }))
    const forged = forge('github', { github: { tokens: commands } })
    const run = async (command: readonly string[]) => `token-of-${command.at(-1)}`

    expect(await readTokens(forged, {}, run)).toMatchObject({
      tokens: ['token-of-ada', 'token-of-bea'],
      names: ['the command `gh`', 'the command `gh` (2)'],
    })
  })

  test('do without one that is missing, and say so', async () => {
    expect(await readTokens(several(), { A: 'a', C: 'c' }, noCommand)).toEqual({
      outcome: 'found',
      tokens: ['a', 'c'],
      names: ['the environment variable `A`', 'the environment variable `C`'],
      sources: ['A', 'B', 'C'].map((name) => `the environment variable \`${name}\``),
      problems: ['the environment variable `B` is not set'],
    })
  })

  test('are missing together with a reason for each', async () => {
    const { message } = (await readTokens(several(), { A: '' }, noCommand)) as { message: string }

    expect(message).toContain('`A` gives an empty token; the environment variable `B` is not set;')
  })
})
