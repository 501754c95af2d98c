import { type ForgeKind, kindFacts } from '../forge/kinds.ts'

/** Where a forge is and where its APIs are. No address ends in a slash. */
export interface Addresses {
  /** Identity and link prefix. */
  readonly url: string
  /** Host of `url`, lower case, with the port unless it is the usual one. */
  readonly host: string
  readonly apiUrl: string
  readonly graphqlUrl: string
}

/** What the configuration says of a forge's addresses; the rest follows from it. All are valid addresses. */
export interface AddressOptions {
  readonly url?: string | undefined
  readonly apiUrl?: string | undefined
  readonly graphqlUrl?: string | undefined
}

/** Works out the addresses of a forge. Final slashes and the letter case of hosts do not matter. */
export function resolveAddresses(kind: ForgeKind, options: AddressOptions): Addresses {
  const facts = kindFacts[kind]
  const url = normalise(options.url ?? facts.home)
  const apiUrl = normalise(options.apiUrl ?? facts.apiUrl(url))
  const graphqlUrl = normalise(options.graphqlUrl ?? graphqlBeside(apiUrl))
  return { url, host: new URL(url).host, apiUrl, graphqlUrl }
}

/** GitHub Enterprise Server and GitLab keep GraphQL beside their versioned REST API, api.github.com below it. */
function graphqlBeside(apiUrl: string): string {
  if (/\/api\/v[34]$/.test(apiUrl)) return apiUrl.replace(/\/v[34]$/, '/graphql')
  return `${apiUrl}/graphql`
}

function normalise(address: string): string {
  return new URL(address).href.replace(/\/+$/, '')
}
