/** The built command line syncing as a process of its own, which can be killed at any request. */
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Sandbox } from '../sandbox/server.ts'
import { start } from './built.ts'
import { testFolder } from './folder.ts'

/** A folder with a configuration for these logins on both forges of the sandbox. */
export function configuredFolder(sandbox: Sandbox, logins: readonly string[]): string {
  const token = { env: 'SANDBOX_TOKEN' }
  return testFolder({
    'config.json': JSON.stringify({
      database: 'tracker.db',
      forges: {
        github: { apiUrl: sandbox.githubApiUrl, token },
        gitlab: { apiUrl: sandbox.gitlabApiUrl, token },
      },
      people: logins.map((login) => ({
        id: login,
        name: login,
        accounts: ['github', 'gitlab'].map((forge) => ({ forge, login })),
      })),
    }),
  })
}

/** Runs `tracker sync` in `folder`. @param started is given the process, to kill it */
export async function syncProcess(
  folder: string,
  started: (child: ChildProcess) => void = () => {},
) {
  const running = start(['sync', '--json'], {
    cwd: folder,
    env: { SANDBOX_TOKEN: 'sandbox-token' },
  })
  started(running.child)
  return await running.ended
}

/** A database as other processes left it. */
export function databaseIn(folder: string): string {
  return join(folder, 'tracker.db')
}
