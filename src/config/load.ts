import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Config, resolveConfig } from './config.ts'
import { ConfigError } from './config-error.ts'
import { findInconsistencies } from './consistency.ts'
import { toSentences } from './issues.ts'
import { findJsonFault } from './json-syntax.ts'
import { Outline } from './outline.ts'
import { WrittenConfig } from './schema.ts'

export { ConfigError } from './config-error.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Which file to load, absolute: the one named by `--config`, else by `$TRACKER_CONFIG`, else `config.json` here. */
export function findConfig(
  options: { readonly config?: string | undefined },
  env: Environment,
  cwd: string,
): string {
  return resolve(cwd, options.config ?? (env['TRACKER_CONFIG'] || 'config.json'))
}

/**
 * @param path absolute, as `findConfig` gives it
 * @throws ConfigError when the file cannot be read or anything in it is wrong
 */
export function loadConfig(path: string): Config {
  return parseConfig(decode(read(path), path), path)
}

/**
 * @param path absolute; what the text names is relative to its folder
 * @throws ConfigError with everything that is wrong
 */
export function parseConfig(text: string, path: string): Config {
  const json = text.replace(/^\uFEFF/, '')
  const fault = findJsonFault(json)
  if (fault !== undefined) {
    throw new ConfigError([`line ${fault.line}, column ${fault.column}: ${fault.message}`], {
      path,
    })
  }
  const value: unknown = JSON.parse(json)
  const written = WrittenConfig.safeParse(value)
  const issues = written.success ? [] : toSentences(written.error.issues, value, WrittenConfig)
  const inconsistencies = findInconsistencies(Outline.parse(value), resolve(path, '..'))
  if (!written.success || inconsistencies.length > 0) {
    throw new ConfigError([...issues, ...inconsistencies], { path })
  }
  return resolveConfig(written.data, path)
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new ConfigError([whyUnreadable(error)], { path, cause: error })
  }
}

function whyUnreadable(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return 'there is no such file; write one as in config.example.json, or name another with `--config FILE` or `$TRACKER_CONFIG`'
  }
  if (code === 'EISDIR') return 'it is a folder; expected a file'
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read; change its permissions'
  return `it cannot be read (${code ?? 'unknown reason'})`
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new ConfigError(['it is not UTF-8; save it in that encoding'], { path, cause: error })
  }
}
