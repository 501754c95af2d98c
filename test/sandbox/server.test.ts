import { afterEach, expect, test } from 'vitest'
import { fictional } from './fictional.ts'
import { type Sandbox, startSandbox } from './server.ts'

let sandbox: Sandbox | undefined
afterEach(() => sandbox?.close())

test('a GraphQL query over the published schema is answered', async () => {
  sandbox = await startSandbox({ world: fictional().world })
  const response = await fetch(`${sandbox.githubApiUrl}/graphql`, {
    method: 'POST',
    headers: { authorization: 'bearer sandbox-token' },
    body: JSON.stringify({ query: '{ user(login: "mara-oduya") { name } }' }),
  })

  expect(await response.json()).toEqual({ data: { user: { name: 'Mara Oduya' } } })
})
