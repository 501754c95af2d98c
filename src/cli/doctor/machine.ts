import type { Config } from '../../config/config.ts'
import { trustsAnyone } from '../../forge/http/proxy.ts'
import { databaseHealth } from '../../store/health.ts'
import type { Context } from '../context.ts'
import { type Finding, fine } from './finding.ts'

/** Majors of Node that get security fixes; the floor itself is checked before anything is loaded (main.ts). */
const newestTested = 26

export function checkNode(): Finding {
  const version = process.versions.node
  const major = Number(version.split('.')[0])
  if (major <= newestTested && major % 2 === 0) return fine('node', 'Node', version)
  return {
    check: 'node',
    state: 'warning',
    subject: 'Node',
    message: `${version} is not a version tracker is tested on`,
    fix: `use Node 22, 24 or ${newestTested}`,
  }
}

/** Node itself would take any certificate then; tracker does not. */
export function checkCertificates(env: Context['env']): readonly Finding[] {
  if (!trustsAnyone(env)) return []
  return [
    {
      check: 'node',
      state: 'warning',
      subject: 'NODE_TLS_REJECT_UNAUTHORIZED',
      message: 'it is ignored: nothing turns the checking of certificates off',
      fix: 'take it out of the environment; name the file of a CA of your own in NODE_EXTRA_CA_CERTS',
    },
  ]
}

export function checkDatabase({ database }: Config): readonly Finding[] {
  const { path, written } = database
  const health = databaseHealth(path)
  const found = (state: 'warning' | 'problem', message: string, fix: string): Finding => ({
    check: 'database',
    state,
    subject: written,
    message,
    fix,
  })
  if (health.outcome === 'missing')
    return [found('warning', 'there is none yet', 'run `tracker sync`')]
  if (health.outcome === 'unusable') {
    return [found('problem', health.problem, health.fix)]
  }
  if (health.damage.length > 0) {
    return [
      found(
        'problem',
        `it is damaged: ${health.damage.join('; ')}`,
        `\`tracker export --format ndjson\` what can still be read, move ${written} away, then \`tracker sync\``,
      ),
    ]
  }
  if (health.newer) {
    return [found('problem', 'it was written by a newer tracker', 'update tracker')]
  }
  const findings: Finding[] = []
  if (health.exposed) {
    findings.push(found('warning', 'others on this machine may read it', `chmod 600 ${written}`))
  }
  const pending = health.pending.length
  const version = `sound, at ${health.version ?? 'its beginning'}`
  return [
    ...findings,
    fine(
      'database',
      written,
      pending === 0 ? version : `${version}; the next run brings it up to date`,
    ),
  ]
}
