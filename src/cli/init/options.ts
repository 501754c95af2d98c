import { type ForgeKind, forgeKinds } from '../../forge/kinds.ts'
import { UsageError } from '../exit-codes.ts'
import type { CommonOptions } from '../options.ts'

/** Beside these, the login on the public instance of each kind of forge. */
export interface InitOptions extends CommonOptions, Readonly<Partial<Record<ForgeKind, string>>> {
  readonly name?: string
  readonly id?: string
  readonly timezone?: string
  /** `forge=https://address/login`, for other instances. */
  readonly account?: readonly string[]
  readonly section?: string
  readonly after?: string
  /** Heading of own repositories; false for none. */
  readonly projects?: string | false
  readonly ledger?: string
  readonly apiUrl?: readonly string[]
  readonly tokenEnv?: readonly string[]
  readonly force?: boolean
  readonly sync?: boolean
  readonly adopt?: boolean
  readonly check?: boolean
}

/** An account on an instance that must be named in the configuration. */
export interface NamedAccount {
  readonly forge: string
  readonly kind: ForgeKind
  readonly url: string
  readonly login: string
}

/** `gitlab.acme.example` is named for what follows. */
const kindPrefix = new RegExp(`^(?:git|${forgeKinds.join('|')})\\.`)

/** `gitlab=https://gitlab.acme.example/ada`: the kind, the instance and the login in one. @throws UsageError */
export function readAccount(text: string): NamedAccount {
  const [, name, address = ''] = /^(\w+)=(.*)$/.exec(text) ?? []
  const kind = forgeKinds.find((each) => each === name)
  const url = URL.parse(address)
  const login = url?.pathname.replace(/^\/|\/$/g, '') ?? ''
  if (kind === undefined || url === null || login === '' || login.includes('/')) {
    throw new UsageError(
      `Cannot use \`--account ${text}\`: expected a kind and a profile such as gitlab=https://gitlab.acme.example/ada`,
    )
  }
  const forge = url.hostname.replace(kindPrefix, '').split('.')[0] ?? kind
  return { forge, kind, url: url.origin, login }
}

/** `forge=value` given several times, by forge. @throws UsageError */
export function readPairs(
  option: string,
  pairs: readonly string[] = [],
): ReadonlyMap<string, string> {
  return new Map(
    pairs.map((pair) => {
      const [, forge, value] = /^([^=]+)=(.+)$/.exec(pair) ?? []
      if (forge === undefined || value === undefined) {
        throw new UsageError(
          `Cannot use \`${option} ${pair}\`: expected a forge and a value such as github=…`,
        )
      }
      return [forge, value] as const
    }),
  )
}
