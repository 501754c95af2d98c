import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'

/**
 * A server for single answers. A request nobody expected fails the test, and so does an answer nobody asked for. Call at
 * the top of a test file; answers are declared in the test that needs them, with `server.use`.
 */
export function answerServer(): ReturnType<typeof setupServer> {
  const server = setupServer()
  const unexpected: string[] = []
  beforeAll(() => {
    server.listen({
      onUnhandledFrame: ({ frame, defaults }) => {
        unexpected.push(frame.protocol)
        defaults.error()
      },
    })
  })
  afterEach(() => {
    const unused = server
      .listHandlers()
      .filter((handler) => !('isUsed' in handler) || !handler.isUsed)
      .map((handler) => ('info' in handler ? handler.info.header : String(handler)))
    server.resetHandlers()
    expect({ unused, unexpected: unexpected.splice(0) }).toEqual({ unused: [], unexpected: [] })
  })
  afterAll(() => server.close())
  return server
}
