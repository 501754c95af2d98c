import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** The sandbox knows this token; it opens nothing else. */
const token = 'sandbox-token'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built CLI as a person would, in `folder`. */
export function tracker(args: readonly string[], folder: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], SANDBOX_TOKEN: token },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Both forges at the sandbox; github.com and gitlab.com in every link. */
export function forges(sandbox: { readonly githubApiUrl: string; readonly gitlabApiUrl: string }) {
  return {
    github: { apiUrl: sandbox.githubApiUrl, token: { env: 'SANDBOX_TOKEN' } },
    gitlab: { apiUrl: sandbox.gitlabApiUrl, token: { env: 'SANDBOX_TOKEN' } },
  }
}
