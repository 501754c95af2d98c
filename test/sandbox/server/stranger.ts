/** A server that is no forge: what comes here has left the origin it was meant for. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Stranger {
  readonly origin: string
  readonly requests: readonly {
    readonly path: string
    readonly authorization: 'present' | 'absent'
  }[]
  close(): Promise<void>
}

export async function startStranger(): Promise<Stranger> {
  const requests: Stranger['requests'][number][] = []
  const server = createServer((message, response) => {
    const present = 'authorization' in message.headers || 'private-token' in message.headers
    requests.push({ path: message.url ?? '', authorization: present ? 'present' : 'absent' })
    response.writeHead(200, { 'content-type': 'application/json' }).end('[]')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
