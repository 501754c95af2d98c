import Database from 'better-sqlite3'
import { type FlowOptions, type Flow as ForgeFlow, startFlowOf } from '../flow.ts'

export { type FlowOptions, only, reasons, stream } from '../flow.ts'

export interface Flow extends ForgeFlow {
  /** Linked addresses as stored, in order of address. */
  links(): LinkRow[]
}

interface LinkRow {
  readonly address: string
  readonly kind: string
  readonly status: string
  readonly author: string | null
  readonly at: string | null
}

export async function startFlow(options: FlowOptions): Promise<Flow> {
  const flow = await startFlowOf('github', options)
  return { ...flow, links: () => readLinks(flow.path) }
}

function readLinks(path: string): LinkRow[] {
  const database = new Database(path, { readonly: true })
  try {
    return database
      .prepare<[], LinkRow>(
        `SELECT link.address, link.kind, link.status, actor.login AS author, link.at
         FROM link LEFT JOIN actor ON actor.id = link.actor ORDER BY link.address`,
      )
      .all()
  } finally {
    database.close()
  }
}
