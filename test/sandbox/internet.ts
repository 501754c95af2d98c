/**
 * The sandbox at the addresses of github.com and gitlab.com, for programs that are told nothing of a sandbox: a proxy on
 * loopback (`HTTPS_PROXY`) whose tunnels end at a TLS server with a certificate of a CA of our own (`NODE_EXTRA_CA_CERTS`).
 */
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Server } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Sandbox } from './server.ts'

const run = promisify(execFile)

/** Where each host's paths begin on the sandbox. */
const hosts: Readonly<Record<string, string>> = {
  'api.github.com': '/github',
  'gitlab.com': '/gitlab',
}

export interface Internet {
  /** For `HTTPS_PROXY`. */
  readonly proxy: string
  /** Path of the CA's certificate, for `NODE_EXTRA_CA_CERTS`. */
  readonly authority: string
  /** What the proxy was asked for, in order: `api.github.com:443`. */
  readonly tunnels: readonly string[]
  close(): Promise<void>
}

/** @param folder for keys and certificates; it is made */
export async function startInternet(sandbox: Sandbox, folder: string): Promise<Internet> {
  const { authority, key, cert } = await certify(Object.keys(hosts), folder)
  const front = createTlsServer({ key, cert }, (incoming, answer) =>
    forward(incoming, answer, sandbox),
  )
  const proxy = createServer((_incoming, answer) => answer.writeHead(405).end())
  const tunnels: string[] = []
  proxy.on('connect', (incoming, client) => {
    const target = incoming.url ?? ''
    tunnels.push(target)
    if (hosts[target.replace(/:443$/, '')] === undefined) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    const upstream = connect(portOf(front), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(upstream).pipe(client)
    })
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
  })
  await Promise.all([listen(front), listen(proxy)])
  return {
    proxy: `http://127.0.0.1:${portOf(proxy)}`,
    authority,
    tunnels,
    async close() {
      for (const server of [front, proxy]) server.closeAllConnections()
      await Promise.all([front, proxy].map((each) => new Promise((done) => each.close(done))))
    },
  }
}

function forward(incoming: IncomingMessage, answer: ServerResponse, { origin }: Sandbox): void {
  const { host = '' } = incoming.headers
  const { method, headers } = incoming
  const upstream = request(
    `${origin}${hosts[host] ?? ''}${incoming.url}`,
    { method, headers },
    (response) => {
      answer.writeHead(response.statusCode ?? 502, asOutside(response.headers, origin))
      response.pipe(answer)
    },
  )
  upstream.on('error', () => answer.destroy())
  incoming.pipe(upstream)
}

/** Addresses of further pages and of redirects, as they are on the outside. */
function asOutside(headers: IncomingMessage['headers'], origin: string): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value = '']) => {
    let text = String(value)
    for (const [host, path] of Object.entries(hosts)) {
      text = text.replaceAll(`${origin}${path}`, `https://${host}`)
    }
    return [name, text] as const
  })
  return Object.fromEntries(entries)
}

async function certify(names: readonly string[], folder: string) {
  await mkdir(folder, { recursive: true })
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const ca = ['-subj', '/CN=Sandbox CA', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2']
  await openssl('req', '-x509', ...newKey, ...ca)
  await openssl('req', ...newKey, '-subj', '/CN=sandbox', '-keyout', 'key.pem', '-out', 'csr.pem')
  const alternatives = names.map((name) => `DNS:${name}`).join(',')
  await writeFile(join(folder, 'names'), `subjectAltName=${alternatives}\n`)
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names']
  await openssl('x509', '-req', '-in', 'csr.pem', ...by, '-days', '2', '-out', 'cert.pem')
  return {
    authority: join(folder, 'ca.pem'),
    key: await readFile(join(folder, 'key.pem')),
    cert: await readFile(join(folder, 'cert.pem')),
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((listening) => server.listen(0, '127.0.0.1', listening))
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
