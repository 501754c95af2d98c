import type { ForgeKind } from '../../forge/kinds.ts'
import { schemaAddress } from './schema-address.ts'

/** What `config.json` is made of, as the person writes it. */
export interface ChosenConfig {
  readonly id: string
  readonly name: string
  readonly timezone: string
  readonly forges: Readonly<Record<string, ChosenForge>>
  readonly accounts: readonly {
    readonly forge: string
    readonly login: string
    readonly id?: string
  }[]
  readonly ledger: string | undefined
  readonly resume: { readonly file: string; readonly sections: readonly ChosenSection[] } | null
}

export interface ChosenForge {
  readonly kind?: ForgeKind
  readonly url?: string
  readonly apiUrl?: string
  readonly token?: { readonly env: string }
}

export interface ChosenSection {
  readonly id: string
  readonly heading?: string
  readonly after?: string
  readonly ownership?: 'facts'
  readonly select?: { readonly kinds: readonly ['repository']; readonly own: 'only' }
}

/** The text of the file. Only what differs from the defaults stands in it, and a schedule to start from. */
export function writtenConfig(chosen: ChosenConfig, folder: string): string {
  const { id, name, timezone, forges, accounts, ledger, resume } = chosen
  const config = {
    // Left out where it is undefined.
    $schema: schemaAddress(folder),
    database: 'tracker.db',
    ...(Object.keys(forges).length === 0 ? {} : { forges }),
    people: [
      {
        id,
        name,
        timezone,
        accounts,
        ...(ledger === undefined ? {} : { ledger }),
        ...(resume === null ? {} : { resumes: [resume] }),
      },
    ],
    schedule: { cron: '0 6 * * *', timezone },
  }
  return `${JSON.stringify(config, null, 2)}\n`
}
