/** What may come as the body of an answer, from a real server: msw hands bodies on as they are. */
import { randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGzip, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { exchange, NetworkFault } from '../../../src/forge/http/exchange.ts'
import { parseJson } from '../../../src/forge/http/json.ts'

const mebibyte = 1024 * 1024

async function ask(respond: (response: ServerResponse) => void, longestBody?: number) {
  const server = createServer((_request, response) => respond(response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return exchange(
    { method: 'GET', url: `${origin}/rows`, headers: {} },
    {
      fetch,
      origins: new Set([origin]),
      authorization: 'Bearer secret-token',
      signal: new AbortController().signal,
      sent: () => {},
      ...(longestBody === undefined ? {} : { longestBody }),
    },
  )
}

/** Endless spaces, packed or not, until nobody reads them any more. */
function pour(response: ServerResponse, packed: boolean): void {
  response.writeHead(200, packed ? { 'content-encoding': 'gzip' } : {})
  const sink = packed ? createGzip({ level: 1 }) : response
  if (sink !== response) sink.pipe(response)
  const spaces = Buffer.alloc(mebibyte, 0x20)
  const go = () => {
    while (!response.destroyed) {
      if (!sink.write(spaces)) return void sink.once('drain', go)
    }
  }
  go()
}

test.each([true, false])('a body without end is given up, packed: %s', async (packed) => {
  const closed = Promise.withResolvers<void>()
  const answer = ask((response) => {
    response.once('close', closed.resolve)
    pour(response, packed)
  }, 4 * mebibyte)

  await expect(answer).rejects.toMatchObject({
    name: 'ForgeError',
    kind: 'protocol',
    message: expect.stringMatching(
      /^Cannot read http:\/\/127\.0\.0\.1:\d+\/rows: the answer is longer than 4 MiB; see what answers there$/,
    ),
  })
  await closed.promise
})

test('64 MiB are the most that is read of any answer', async () => {
  const answer = ask((response) => pour(response, true))

  await expect(answer).rejects.toThrow('the answer is longer than 64 MiB')
})

test('characters that stand across two pieces of a body are read whole', async () => {
  const bytes = Buffer.from('{"name":"Zoë"}')

  const { text } = await ask((response) => {
    response.write(bytes.subarray(0, 11))
    setImmediate(() => response.end(bytes.subarray(11)))
  })

  expect(text).toBe('{"name":"Zoë"}')
})

test('a byte order mark is no part of the text', async () => {
  const { text } = await ask((response) => response.end('\uFEFF{}'))

  expect(text).toBe('{}')
})

const packed = { 'content-encoding': 'gzip' }

test('a body that is said to be packed and is not is worth another try', async () => {
  const answer = ask((response) => response.writeHead(200, packed).end('{"data":{}}'))

  await expect(answer).rejects.toThrow(NetworkFault)
})

test('of a packed body that was cut no more is read than came, and half of JSON is none', async () => {
  const whole = JSON.stringify({ data: randomBytes(5000).toString('hex') })
  const bytes = gzipSync(whole)

  const { text } = await ask((response) =>
    response.writeHead(200, packed).end(bytes.subarray(0, bytes.length >> 1)),
  )

  expect(whole.startsWith(text)).toBe(true)
  expect(() => parseJson(text)).toThrow(SyntaxError)
})

test('JSON that is nested without end is none', () => {
  const deep = '['.repeat(3_000_000) + ']'.repeat(3_000_000)
  const inText = JSON.stringify({ title: '[{'.repeat(500), odd: '\\\\"[[' })

  expect(() => parseJson(`{"data":${deep}}`)).toThrow(SyntaxError)
  expect(parseJson(inText)).toEqual(JSON.parse(inText))
  expect(parseJson(`[${'[1],'.repeat(500)}2]`)).toHaveLength(501)
})
