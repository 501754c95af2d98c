import type { Config } from '../../src/config/config.ts'
import { ConfigError, parseConfig } from '../../src/config/load.ts'

interface Json {
  readonly [key: string]: unknown
}

const account = { forge: 'github', login: 'ada-example' }

/** A configuration that is valid, with `changes` made to it. */
export function config(changes: Json = {}): Json {
  return { people: [person()], ...changes }
}

export function person(changes: Json = {}): Json {
  return { id: 'ada', name: 'Ada Example', accounts: [account], ...changes }
}

/** A configuration of one person with one résumé that has one section. */
export function withSection(changes: Json): Json {
  const section = { id: 'oss', heading: 'Open Source', ...changes }
  return config({ people: [person({ resumes: [{ file: 'ada.md', sections: [section] }] })] })
}

export function parse(value: Json | string): Config {
  return parseConfig(
    typeof value === 'string' ? value : JSON.stringify(value),
    '/home/ada/config.json',
  )
}

/** Everything that is wrong with `value`. */
export function issuesOf(value: unknown): readonly string[] {
  try {
    parse(typeof value === 'string' ? value : JSON.stringify(value))
  } catch (error) {
    if (error instanceof ConfigError) return error.issues
    throw error
  }
  return []
}
