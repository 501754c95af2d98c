/** Sends an answer, or does to the connection what a fault asks for. */
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Answer } from '../exchange.ts'
import type { Fault } from '../faults/rules.ts'

export function deliver(
  response: ServerResponse,
  answer: Answer,
  date: string,
  faults: readonly Fault[],
): void {
  const has = (kind: Fault['kind']) => faults.some((fault) => fault.kind === kind)
  if (has('stall')) return
  if (has('reset-before-headers')) {
    response.socket?.resetAndDestroy()
    return
  }
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
  const bytes = Buffer.from(text)
  if (has('broken-gzip') || has('cut-gzip')) {
    const packed = has('cut-gzip') ? gzipSync(bytes) : bytes
    const cut = packed.subarray(0, has('cut-gzip') ? packed.length >> 1 : packed.length)
    response.writeHead(answer.status, { ...answer.headers, date, 'content-encoding': 'gzip' })
    response.end(cut)
    return
  }
  if (has('reset-after-headers')) {
    response.writeHead(answer.status, { ...answer.headers, date, 'content-length': bytes.length })
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.resetAndDestroy())
    return
  }
  const sent = has('truncated-json') ? bytes.subarray(0, bytes.length >> 1) : bytes
  response.writeHead(answer.status, { ...answer.headers, date, 'content-length': sent.length })
  response.end(sent)
}
