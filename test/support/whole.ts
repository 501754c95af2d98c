import { expect } from 'vitest'
import type { ForgeWorld } from '../sandbox/world.ts'
import { contentsOf } from './contents.ts'
import { type Flow, type FlowOptions, startFlow } from './flow.ts'

type Row = Readonly<Record<string, unknown>>
type Tables = Readonly<Record<string, readonly Row[]>>

/**
 * A database that was synced often, the last time whole and clean, holds what one holds that is synced once: every table
 * but those that tell of runs (`sync_run`, `account_run`, `checkpoint`, `person`) and every column but row ids, runs and
 * times of reading. It may hold more: what a forge has told of and tells no longer is kept, marked where it counts.
 * @param options as the flow was started with, its accounts called what they are called now
 */
export async function expectWhole(
  flow: Flow,
  options: FlowOptions,
  links: readonly string[],
): Promise<void> {
  const once = await startFlow(options)
  once.advance((flow.sandbox.now() - Date.parse(options.world.now)) / 1000)
  const result = await once.sync({ links })
  expect(result.outcome).toBe('completed')
  const [wanted, held] = [tablesOf(once), tablesOf(flow)]
  const forge = options.world[options.accounts[0]?.forge ?? 'github']
  for (const [table, told] of Object.entries(wanted)) {
    const stored = held[table] ?? []
    const lacking = beyond(told, stored).filter(
      (row) =>
        !isDeletedStub(row, forge) && !(table === 'repository' && isKnownBetter(row, stored)),
    )
    const otherwise = `${table}: other than what a first sync brings`
    expect(beside(stored, lacking), otherwise).toEqual(lacking)
    const further = beyond(stored, told).filter(
      (row) =>
        !isKept(table, row, told, held, forge) &&
        !(table === 'repository' && told.some((other) => isKnownBetter(other, [row]))),
    )
    expect(further, `${table}: more than what was ever told`).toEqual([])
  }
}

function tablesOf({ database }: Flow): Tables {
  return Object.fromEntries(
    Object.entries(contentsOf(database)).map(([table, rows]) => [
      table,
      rows.map((row) => comparable(table, JSON.parse(row) as Row)),
    ]),
  )
}

/** The configured login differs once it was renamed, and the horizon of GitLab's events moves with every day. */
function comparable(table: string, row: Row): Row {
  if (table === 'actor') return row
  const { login: _, ...rest } = row
  return table === 'gap' && row['reason'] === 'retention' ? { ...rest, until_at: null } : rest
}

function beyond(rows: readonly Row[], others: readonly Row[]): Row[] {
  const known = new Set(others.map((row) => JSON.stringify(row)))
  return rows.filter((row) => !known.has(JSON.stringify(row)))
}

const keys = ['forge_id', 'source', 'address', 'stream', 'line']

/** The rows of the same things, for a message that shows what differs. */
function beside(stored: readonly Row[], rows: readonly Row[]): Row[] {
  const isSame = (a: Row, b: Row) => keys.every((key) => a[key] === b[key])
  return rows.flatMap((row) => stored.filter((other) => isSame(other, row)))
}

/** Of what an event names and the forge has deleted only the number is known, unless it was read before. */
function isDeletedStub(row: Row, forge: ForgeWorld): boolean {
  return row['detailed'] === 0 && !forge.pullRequests.has(Number(row['forge_id']))
}

/** Which ways a project was asked in depends on what went wrong, and not every way tells all of it. */
function isKnownBetter(row: Row, stored: readonly Row[]): boolean {
  return stored.some((other) =>
    Object.entries(row).every(([name, value]) => value === null || other[name] === value),
  )
}

/** What the forge does not tell any more, as it must be kept. */
function isKept(
  table: string,
  row: Row,
  told: readonly Row[],
  held: Tables,
  forge: ForgeWorld,
): boolean {
  const id = Number(row['forge_id'])
  const isNew = told.every((other) => other['forge_id'] !== row['forge_id'])
  switch (table) {
    case 'pull_request': {
      if (isHidden(forge, row['repository'])) return true
      if (!forge.pullRequests.has(id) && row['status'] !== 'present') return true
      // Once its reviews are gone nobody asks for it any more.
      const given = (held['review'] ?? []).filter((each) => each['pull_request'] === `${id}`)
      return isNew && given.length > 0 && given.every(({ status }) => status === 'gone')
    }
    case 'review': {
      const pull = forge.pullRequests.get(Number(row['pull_request']))
      if (pull === undefined || isHidden(forge, pull.repositoryId)) return true
      const records = { review: forge.reviews, note: forge.notes, approval: forge.approvals }
      const isThere = records[row['source'] as keyof typeof records].has(id)
      return row['status'] === 'gone' && !isThere
    }
    case 'repository':
      return isHidden(forge, id) ? row['visibility'] !== 'public' : isNew
    case 'actor':
      return isNew
    case 'former_path':
      return forge.repositories.get(id)?.formerPaths.includes(String(row['path'])) === true
    case 'comment':
    case 'command': {
      const comment = forge.comments.get(Number(String(row['forge_id']).split(':')[1]))
      const pull = forge.pullRequests.get(comment?.pullRequestId ?? 0)
      return pull === undefined || isHidden(forge, pull.repositoryId)
    }
    default:
      return false
  }
}

function isHidden(forge: ForgeWorld, repository: unknown): boolean {
  return forge.repositories.get(Number(repository))?.visibility !== 'public'
}
