import { describe, expect, test } from 'vitest'
import { resolveAddresses } from '../../src/config/addresses.ts'

describe('addresses of a forge', () => {
  test.each([
    ['github', undefined, 'https://api.github.com', 'https://api.github.com/graphql'],
    ['github', 'https://github.com/', 'https://api.github.com', 'https://api.github.com/graphql'],
    ['github', 'https://GitHub.com', 'https://api.github.com', 'https://api.github.com/graphql'],
    [
      'github',
      'https://acme.ghe.com',
      'https://api.acme.ghe.com',
      'https://api.acme.ghe.com/graphql',
    ],
    [
      'github',
      'https://git.acme.example',
      'https://git.acme.example/api/v3',
      'https://git.acme.example/api/graphql',
    ],
    [
      'github',
      'https://ghe.com.example',
      'https://ghe.com.example/api/v3',
      'https://ghe.com.example/api/graphql',
    ],
    ['gitlab', undefined, 'https://gitlab.com/api/v4', 'https://gitlab.com/api/graphql'],
    [
      'gitlab',
      'https://acme.example:8443/gitlab//',
      'https://acme.example:8443/gitlab/api/v4',
      'https://acme.example:8443/gitlab/api/graphql',
    ],
  ] as const)('of %s at %s follow from its url', (kind, url, apiUrl, graphqlUrl) => {
    expect(resolveAddresses(kind, { url })).toMatchObject({ apiUrl, graphqlUrl })
  })

  test.each([
    ['http://127.0.0.1:4000/api/v3', 'http://127.0.0.1:4000/api/graphql'],
    ['http://127.0.0.1:4000/api/v4/', 'http://127.0.0.1:4000/api/graphql'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/graphql'],
    ['http://127.0.0.1:4000/api/v31', 'http://127.0.0.1:4000/api/v31/graphql'],
  ])('put GraphQL of an API at %s to %s', (apiUrl, graphqlUrl) => {
    expect(resolveAddresses('github', { apiUrl }).graphqlUrl).toBe(graphqlUrl)
  })

  test('are taken as they are given, without final slashes', () => {
    const addresses = resolveAddresses('gitlab', {
      url: 'https://GitLab.Acme.example:8443/',
      apiUrl: 'http://localhost:4000/rest/',
      graphqlUrl: 'http://localhost:4001/query///',
    })

    expect(addresses).toEqual({
      url: 'https://gitlab.acme.example:8443',
      host: 'gitlab.acme.example:8443',
      apiUrl: 'http://localhost:4000/rest',
      graphqlUrl: 'http://localhost:4001/query',
    })
  })

  test('name the host without the port that https has anyway', () => {
    expect(resolveAddresses('gitlab', { url: 'https://acme.example:443' }).host).toBe(
      'acme.example',
    )
  })
})
