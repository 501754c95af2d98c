import { describe, expect, test } from 'vitest'
import { meaningOf, whyNot } from '../../../../src/forge/github/graphql/meaning.ts'

describe('what GitHub says is told in other words', () => {
  test.each([
    [
      'FORBIDDEN',
      'Resource corp/secret protected by organization SAML enforcement.',
      /Configure SSO/,
    ],
    ['FORBIDDEN', 'Although you are allowed, `corp` has an IP allow list enabled', /IP addresses/],
    ['', '`corp` forbids access via a personal access token (classic).', /fine-grained/],
    ['', 'Resource corp/secret not accessible by personal access token', /of this kind/],
    ['', 'Sorry. corp was suspended.', /suspended/],
    ['', 'Variable $corp of type ID! was provided invalid value', /make sense/],
    ['SERVICE_UNAVAILABLE', 'corp is away', /not available \(SERVICE_UNAVAILABLE\)/],
  ])('%s %s', (type, message, wanted) => {
    const told = meaningOf({ type, message })

    expect(told).toMatch(wanted)
    expect(told).not.toContain('corp')
  })

  test.each(['CORP_SECRET', 'constructor', 'toString', ''])(
    'not even a type that is not known: %s',
    (type) => {
      const error = { type, message: 'corp/secret' }

      expect(meaningOf(error)).toBeNull()
      expect(whyNot(error)).toMatch(
        /^the server answered with an error that tracker does not know$/,
      )
    },
  )
})
