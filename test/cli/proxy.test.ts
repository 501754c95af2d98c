/** The built program behind a proxy, with forges whose certificates a CA of one's own has signed. */
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { fictionalWorld } from '../sandbox/fictional.ts'
import { startInternet } from '../sandbox/internet.ts'
import { startSandbox } from '../sandbox/server.ts'
import { runBuilt } from '../support/built.ts'
import { testFolder } from '../support/folder.ts'

const tokens = { GITHUB_TOKEN: 'sandbox-token', GITLAB_TOKEN: 'sandbox-token' }

async function startBehind() {
  const folder = testFolder({
    'mara.md': '# Mara Oduya\n\ngithub.com/mara-oduya, gitlab.com/mara-oduya\n',
  })
  const sandbox = await startSandbox({ world: fictionalWorld() })
  onTestFinished(() => sandbox.close())
  const internet = await startInternet(sandbox, `${folder}/authority`)
  onTestFinished(() => internet.close())
  return { folder, sandbox, internet }
}

test('init and run reach both forges through the proxy alone, and trust the named CA', async () => {
  const { folder, internet } = await startBehind()
  const env = { ...tokens, HTTPS_PROXY: internet.proxy, NODE_EXTRA_CA_CERTS: internet.authority }

  const made = await runBuilt(['init', 'mara.md'], { cwd: folder, env })
  const ran = await runBuilt(['run'], { cwd: folder, env })

  expect([made.code, ran.code]).toEqual([0, 0])
  expect(ran.stdout).toMatch(/gitlab\.com\/mara-oduya: [1-9]\d* new/)
  expect([...new Set(internet.tunnels)].sort()).toEqual(['api.github.com:443', 'gitlab.com:443'])
})

test('a certificate of a CA that is not named is refused in one sentence that names the remedy', async () => {
  const { folder, sandbox, internet } = await startBehind()
  const env = { ...tokens, HTTPS_PROXY: internet.proxy }

  const ran = await runBuilt(['init', 'mara.md', '--github', 'mara-oduya', '--gitlab', 'x'], {
    cwd: folder,
    env,
  })

  expect(ran.code).toBe(3)
  expect(ran.stderr.split('\n')[0]).toMatch(
    /^Cannot reach github\.com: the certificate was not accepted \(\w+\); name the file of its CA in NODE_EXTRA_CA_CERTS$/,
  )
  expect(ran.stderr).not.toContain('sandbox-token')
  expect(sandbox.requests).toEqual([])
})

const careless = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }

test('nothing turns the checking of certificates off behind a proxy, and doctor says so', async () => {
  const { folder, sandbox, internet } = await startBehind()
  const env = { ...tokens, ...careless, HTTPS_PROXY: internet.proxy }
  await configure(folder, {})

  const ran = await runBuilt(['sync'], { cwd: folder, env })
  const named = { ...env, NODE_EXTRA_CA_CERTS: internet.authority }
  const doctor = await runBuilt(['doctor'], { cwd: folder, env: named })

  expect(ran.stderr).toMatch(/^github\.com\/mara-oduya: .*the certificate was not accepted/m)
  expect(ran.stderr).not.toContain('Warning')
  expect(doctor.stderr).not.toContain('Warning')
  expect(doctor.stdout).toMatch(/NODE_TLS_REJECT_UNAUTHORIZED: it is ignored/)
  expect(doctor.stdout).toMatch(/github\.com: the token is good/)
  expect(sandbox.requests).not.toEqual([])
})

test('nor without a proxy: the token does not go to whoever answers there', async () => {
  const { folder } = await startBehind()
  const heard: unknown[] = []
  const read = (name: string) => readFileSync(`${folder}/authority/${name}`)
  const stranger = createServer(
    { key: read('key.pem'), cert: read('cert.pem') },
    (message, answer) => {
      heard.push(message.headers)
      answer.end('{}')
    },
  )
  await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void stranger.close())
  const { port } = stranger.address() as AddressInfo
  await configure(folder, { apiUrl: `https://127.0.0.1:${port}` })

  const ran = await runBuilt(['sync'], { cwd: folder, env: { ...tokens, ...careless } })

  expect(ran.stderr).toMatch(/^github\.com\/mara-oduya: .*the certificate was not accepted/m)
  expect(ran.stderr).not.toContain('Warning')
  expect(heard).toEqual([])
})

async function configure(folder: string, github: object): Promise<void> {
  const accounts = [{ forge: 'github', login: 'mara-oduya' }]
  const config = {
    forges: { github: { kind: 'github', ...github } },
    people: [{ id: 'mara', name: 'Mara Oduya', accounts }],
  }
  await writeFile(`${folder}/config.json`, JSON.stringify(config))
}
