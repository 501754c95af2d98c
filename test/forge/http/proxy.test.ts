import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFetch, ProxyError } from '../../../src/forge/http/proxy.ts'

let forge: Server
let proxy: Server
/** What the proxy was asked: `GET http://forge.example/x` or `CONNECT forge.example:443`. */
let asked: string[]
let credentials: string | undefined

beforeEach(async () => {
  asked = []
  forge = createServer((incoming, answer) => {
    answer.setHeader('x-path', incoming.url ?? '')
    incoming.pipe(answer)
  })
  proxy = createServer(forward)
  proxy.on('connect', (incoming, client) => {
    asked.push(`CONNECT ${incoming.url}`)
    const upstream = connect(portOf(forge), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      client.pipe(upstream).pipe(client)
    })
    for (const socket of [client, upstream]) socket.on('error', () => upstream.destroy())
  })
  await Promise.all([listen(forge), listen(proxy)])
})

afterEach(() => {
  for (const server of [forge, proxy]) {
    server.closeAllConnections()
    server.close()
  }
})

/** A forward proxy that finds every host at the forge. */
function forward(incoming: IncomingMessage, answer: ServerResponse): void {
  asked.push(`${incoming.method} ${incoming.url}`)
  const { pathname } = new URL(incoming.url ?? '')
  const { method, headers } = incoming
  credentials = headers['proxy-authorization']
  const upstream = request({ port: portOf(forge), path: pathname, method, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers)
    response.pipe(answer)
  })
  incoming.pipe(upstream)
}

function listen(server: Server): Promise<void> {
  return new Promise((listening) => server.listen(0, '127.0.0.1', listening))
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

const addressOf = (server: Server) => `http://127.0.0.1:${portOf(server)}`

describe('without a proxy', () => {
  test.each([{}, { HTTPS_PROXY: '' }, { NO_PROXY: '*' }])('fetch is the global one: %o', (env) => {
    expect(createFetch(env)).toBe(globalThis.fetch)
  })
})

describe('with a proxy', () => {
  test.each(['HTTP_PROXY', 'http_proxy'])('%s carries what is asked of http', async (name) => {
    const fetch = createFetch({ [name]: addressOf(proxy) })

    const response = await fetch('http://forge.example/graphql', { method: 'POST', body: 'query' })

    expect(await response.text()).toBe('query')
    expect(response.headers.get('x-path')).toBe('/graphql')
    expect(asked).toEqual(['POST http://forge.example/graphql'])
  })

  test('an address without a scheme is one of http', async () => {
    const fetch = createFetch({ HTTP_PROXY: `127.0.0.1:${portOf(proxy)}` })

    await (await fetch('http://forge.example/x')).text()

    expect(asked).toHaveLength(1)
  })

  test('the name and password in the address of a proxy go to it', async () => {
    const address = addressOf(proxy).replace('//', '//ada:secret@')

    await createFetch({ HTTP_PROXY: address })('http://forge.example/x')

    expect(credentials).toBe(`Basic ${btoa('ada:secret')}`)
  })

  test('https goes through a tunnel, so that the proxy sees no more than the host', async () => {
    const fetch = createFetch({ HTTPS_PROXY: addressOf(proxy) })

    // The forge behind this tunnel speaks no TLS; what counts is what the proxy was asked.
    await expect(fetch('https://forge.example/secret?token=x')).rejects.toThrow()

    expect(asked).toEqual(['CONNECT forge.example:443'])
  })

  test('of https only, http goes straight to its host', async () => {
    const fetch = createFetch({ HTTPS_PROXY: addressOf(proxy) })

    const response = await fetch(`${addressOf(forge)}/x`)

    expect(response.headers.get('x-path')).toBe('/x')
    expect(asked).toEqual([])
  })

  test('of http only, https goes straight to its host', async () => {
    const fetch = createFetch({ HTTP_PROXY: addressOf(proxy) })

    await expect(fetch(addressOf(forge).replace('http:', 'https:'))).rejects.toThrow()

    expect(asked).toEqual([])
  })

  test('hosts in NO_PROXY are asked without it', async () => {
    const fetch = createFetch({ HTTP_PROXY: addressOf(proxy), NO_PROXY: '.example, 127.0.0.1' })

    const response = await fetch(`${addressOf(forge)}/x`)

    expect(response.headers.get('x-path')).toBe('/x')
    expect(asked).toEqual([])
  })

  test('a Request works as an address does', async () => {
    const fetch = createFetch({ HTTP_PROXY: addressOf(proxy) })
    const post = new Request('http://forge.example/x', { method: 'POST', body: 'query' })

    expect(await (await fetch(post)).text()).toBe('query')
  })

  test('a signal stops the request', async () => {
    const fetch = createFetch({ HTTP_PROXY: addressOf(proxy) })
    const stopped = AbortSignal.abort(new Error('stopped'))

    await expect(fetch('http://forge.example/x', { signal: stopped })).rejects.toThrow('stopped')
  })

  test.each(['http://', 'ftp://proxy.example', 'http://ada:secret@:3128'])(
    'an address that is none is refused and not shown: %s',
    (address) => {
      const create = () => createFetch({ HTTPS_PROXY: address })

      expect(create).toThrow(ProxyError)
      expect(create).toThrow(/^Cannot use the proxy in `HTTPS_PROXY`: expected an address such as/)
      expect(create).not.toThrow(/secret/)
    },
  )
})
