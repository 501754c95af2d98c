import { basename } from 'node:path'
import { type ForgeKind, kindFacts } from '../forge/kinds.ts'
import type { ForgeConfig, TokenSource } from './config.ts'
import type { Environment } from './load.ts'
import { CommandError, type RunCommand } from './run-command.ts'

/** The tokens of one forge, or why there is none. Messages name where a token should have come from, never a token. */
export type Tokens =
  /**
   * In the order configured, at least one. `names`: where each of them came from. `sources`: the same of all that are
   * configured, no two alike. `problems`: what is wrong with those that gave none.
   */
  | {
      readonly outcome: 'found'
      readonly tokens: readonly string[]
      readonly names: readonly string[]
      readonly sources: readonly string[]
      readonly problems: readonly string[]
    }
  | MissingToken

interface MissingToken {
  readonly outcome: 'missing'
  /** What is missing, and what to do. */
  readonly message: string
}

/**
 * Reads the tokens of `forge` from where the configuration says, and from nowhere else.
 * @throws whatever `runCommand` throws that is no CommandError (it was stopped)
 */
export async function readTokens(
  forge: ForgeConfig,
  env: Environment,
  runCommand: RunCommand,
): Promise<Tokens> {
  const readings = await Promise.all(
    forge.tokenSources.map((source) => readToken(source, env, runCommand)),
  )
  const sources = distinct(forge.tokenSources.map(nameOf))
  const found = new Map<string, string>()
  for (const [index, reading] of readings.entries()) {
    if ('token' in reading && !found.has(reading.token)) {
      found.set(reading.token, sources[index] ?? '')
    }
  }
  const problems = readings.flatMap((reading) => ('problem' in reading ? [reading.problem] : []))
  if (found.size === 0) return { outcome: 'missing', message: missingSentence(forge, problems) }
  const [tokens, names] = [[...found.keys()], [...found.values()]]
  return { outcome: 'found', tokens, names, sources, problems }
}

type Reading = { readonly token: string } | { readonly problem: string }

function nameOf(source: TokenSource): string {
  if ('env' in source) return `the environment variable \`${source.env}\``
  return `the command \`${basename(source.command[0] ?? '')}\``
}

/** One program may be asked for several tokens; its arguments are not told. */
function distinct(names: readonly string[]): string[] {
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((other) => other === name).length
    return before === 0 ? name : `${name} (${before + 1})`
  })
}

async function readToken(
  source: TokenSource,
  env: Environment,
  runCommand: RunCommand,
): Promise<Reading> {
  const name = nameOf(source)
  if ('env' in source) {
    const value = env[source.env]
    return value === undefined ? { problem: `${name} is not set` } : check(value, name)
  }
  try {
    return check((await runCommand(source.command, source.folder)).trim(), name)
  } catch (error) {
    if (error instanceof CommandError) return { problem: `${name} ${error.message}` }
    throw error
  }
}

/** A token goes into a header: what could end the header, or is no token of any forge, is not sent. */
function check(value: string, name: string): Reading {
  if (value === '') return { problem: `${name} gives an empty token` }
  if (/\s/.test(value)) return { problem: `${name} gives a token with white space in it` }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    return { problem: `${name} gives a token with characters that no token has` }
  }
  return { token: value }
}

function missingSentence(forge: ForgeConfig, problems: readonly string[]): string {
  const { home, tokenVariable, leastScope } = kindFacts[forge.kind]
  const lead = `Cannot read from ${forge.host}`
  if (problems.length > 0) {
    return `${lead}: ${problems.join('; ')}; expected ${leastScope}`
  }
  const variable = exampleVariable(forge.name, forge.kind)
  const only = `\`${tokenVariable}\` is used for ${home} only`
  return `${lead}: no token is configured (${only}); set \`forges.${forge.name}.token\` to \`{ "env": "${variable}" }\` and that variable to ${leastScope}`
}

/** `acme` → `ACME_TOKEN`; a moved `github` does not get the name that stands for github.com. */
function exampleVariable(name: string, kind: ForgeKind): string {
  const word = name === kind ? `MY_${name}` : name
  const variable = `${word.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_TOKEN`
  return /^[0-9]/.test(variable) ? `_${variable}` : variable
}
