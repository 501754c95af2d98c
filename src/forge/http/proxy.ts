import { env as ofProcess } from 'node:process'

type Fetch = typeof globalThis.fetch
type Init = Omit<RequestInit, 'dispatcher'>
type Environment = Readonly<Record<string, string | undefined>>

/** A proxy named by the environment cannot be used. The message never holds its address, which may hold a password. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError'
}

/**
 * A fetch that goes through the proxies the environment names: `HTTPS_PROXY` for https, `HTTP_PROXY` for http (lower case
 * wins), except to the hosts in `NO_PROXY`. Without proxies it is the global fetch. Certificates are checked whatever the
 * environment says; `NODE_EXTRA_CA_CERTS` works by itself.
 * @throws ProxyError when a proxy's address is none
 */
export function createFetch(env: Environment): Fetch {
  const proxies = {
    https: proxyAddress(env, 'https_proxy'),
    http: proxyAddress(env, 'http_proxy'),
  }
  const trusting = trustsAnyone(env) || trustsAnyone(ofProcess)
  if (proxies.https === undefined && proxies.http === undefined && !trusting)
    return globalThis.fetch

  let proxied: Promise<Fetch> | undefined
  return async (input, init) => {
    const { protocol } = new URL(input instanceof Request ? input.url : input)
    const proxy = protocol === 'https:' ? proxies.https : proxies.http
    if (proxy === undefined && !trusting) return globalThis.fetch(input, init)
    proxied ??= loadProxied(proxies, variable(env, 'no_proxy') ?? '')
    return (await proxied)(input, init)
  }
}

/** Whether Node would take any certificate: its global fetch, and what does not say otherwise. */
export function trustsAnyone(env: Environment): boolean {
  return env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
}

/** For every connection there is: to a host, to a host behind a proxy, and to the proxy. */
const verified = { rejectUnauthorized: true } as const

interface Proxies {
  readonly https: string | undefined
  readonly http: string | undefined
}

/** Loads undici, which nothing needs where the global fetch will do. */
async function loadProxied(proxies: Proxies, noProxy: string): Promise<Fetch> {
  const undici = await import('undici')
  // Empty instead of undefined: undici would look into the environment of the process.
  const dispatcher = new undici.EnvHttpProxyAgent({
    httpsProxy: proxies.https ?? '',
    httpProxy: proxies.http ?? '',
    noProxy,
    // As every other program does it: proxies commonly refuse tunnels to the port of http.
    proxyTunnel: false,
    connect: verified,
    requestTls: verified,
    proxyTls: verified,
  })
  // The global fetch takes dispatchers of its own undici only, and undici's fetch knows no Request but its own. Their
  // types differ in name only.
  const fetch = undici.fetch as unknown as (
    url: string,
    init: Init & { readonly dispatcher: unknown },
  ) => Promise<Response>
  return (input, init) => {
    const { url, ...rest } = toInit(input, init)
    return fetch(url, { ...rest, dispatcher })
  }
}

function toInit(
  input: Parameters<Fetch>[0],
  init: RequestInit | undefined,
): Init & { readonly url: string } {
  if (!(input instanceof Request)) return { ...init, url: String(input) }
  const { url, method, headers, body, redirect, signal } = new Request(input, init)
  return {
    url,
    method,
    headers,
    redirect,
    signal,
    ...(body === null ? {} : { body, duplex: 'half' }),
  }
}

function proxyAddress(env: Environment, name: string): string | undefined {
  const written = variable(env, name)
  if (written === undefined) return undefined
  // curl and most others take `proxy.example:3128` too.
  const url = URL.parse(written.includes('://') ? written : `http://${written}`)
  if (url !== null && /^(https?|socks5?):$/.test(url.protocol) && url.hostname !== '')
    return url.href
  throw new ProxyError(
    `Cannot use the proxy in \`${name.toUpperCase()}\`: expected an address such as \`http://proxy.example:3128\``,
  )
}

function variable(env: Environment, name: string): string | undefined {
  return env[name] || env[name.toUpperCase()] || undefined
}
