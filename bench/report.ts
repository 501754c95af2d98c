/** A thousand résumés regenerated, and one person's among few and among a million contributions. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../src/store/store.ts'
import { fill, now, personOf } from './support/contributions.ts'
import { inFolder } from './support/folder.ts'
import { resumeOf } from './support/resume.ts'
import { median, type Row, type Stage, tell } from './support/row.ts'
import { tracker } from './support/tracker.ts'

const each = 500
const asOf = ['--as-of', '2026-06-15']
const pairs = 9

export const report: Stage = {
  name: 'report',
  run: () =>
    inFolder(async (folder) => {
      const few = await setUp(join(folder, 'few'), 1_000 / each)
      const many = await setUp(join(folder, 'many'), 1_000_000 / each)
      return [...(await thousandResumes(many)), await onePerson(few, many), await query(few, many)]
    }),
}

/** People with `each` contributions, a configuration and a Markdown résumé on disk for each of the first thousand. */
async function setUp(folder: string, people: number): Promise<string> {
  tell(`filling a database with ${(people * each).toLocaleString('en')} contributions`)
  mkdirSync(folder)
  const store = openStore(join(folder, 'tracker.db'), 'create')
  const run = store.runs.begin(now)
  for (let index = 0; index < people; index++) fill(store, index, run, each)
  store.close()
  const configured = Array.from({ length: Math.min(people, 1_000) }, (_, index) => {
    const { login } = personOf(index)
    writeFileSync(join(folder, `${login}.md`), resumeOf(`Person ${index}`))
    return {
      id: login,
      name: `Person ${index}`,
      timezone: 'Africa/Nairobi',
      accounts: [{ forge: 'github', login, commands: false }],
      resumes: [{ file: `${login}.md`, sections: [{ id: 'oss', heading: 'Open Source' }] }],
    }
  })
  const config = { database: 'tracker.db', people: configured }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  return folder
}

async function thousandResumes(folder: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const when of ['written for the first time', 'again, with nothing new']) {
    tell(`1,000 résumés, ${when}`)
    const { seconds, processorSeconds, peakMegabytes } = await tracker(
      ['report', '--json', ...asOf],
      folder,
    )
    rows.push({
      what: `report, 1,000 résumés × ${each} contributions, ${when}`,
      reach: '≤ 5 s',
      measured: `${seconds.toFixed(1)} s`,
      met: seconds <= 5,
      note: `1,000 people, a Markdown document each, one database of 1,000,000 contributions; ${processorSeconds.toFixed(1)} s of one processor; peak ${peakMegabytes.toFixed(0)} MB`,
      why: 'People are divided among as many threads as there are processors: each takes the next one when it has room, the program’s own thread at once, further ones when they are ready. Reading documents as Markdown, rows from SQLite, rendering and comparing, and collecting garbage fill the processors; writes of new documents wait for the disk meanwhile',
    })
  }
  return rows
}

async function onePerson(few: string, many: string): Promise<Row> {
  tell('report of one person')
  const id = personOf(0).login
  const once = async (folder: string) =>
    (await tracker(['report', id, '--check', '--json', ...asOf], folder)).seconds
  // The first run writes; the ones measured have nothing new.
  for (const folder of [few, many]) await tracker(['report', id, '--json', ...asOf], folder)
  const ratios: number[] = []
  const seconds: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const [small, large] = [await once(few), await once(many)]
    ratios.push(large / small)
    seconds.push(large)
  }
  const ratio = median(ratios)
  return {
    what: '`tracker report PERSON`, one out of 1,000,000 contributions',
    reach: '≤ 2 × of one out of 1,000',
    measured: `${ratio.toFixed(2)} ×`,
    met: ratio <= 2,
    note: `the person has ${each} of them in both; whole process, median of ${pairs} pairs, ${median(seconds).toFixed(2)} s; both configurations list the people they have`,
  }
}

async function query(few: string, many: string): Promise<Row> {
  const times = [few, many].map((folder) => {
    const store = openStore(join(folder, 'tracker.db'), 'existing')
    const account = store.accounts.find({
      host: 'github.com',
      login: personOf(0).login,
      forge: 'github',
    })
    const ids = account === undefined ? [] : [account.id]
    const samples = Array.from({ length: 30 }, () => {
      const started = performance.now()
      store.facts.pullRequests(ids)
      store.facts.reviews(ids)
      store.facts.repositories(ids)
      return performance.now() - started
    })
    store.close()
    return median(samples)
  })
  const [small = 0, large = 0] = times
  return {
    what: 'reading that person from the database alone',
    reach: '≤ 2 × of one out of 1,000',
    measured: `${(large / small).toFixed(2)} ×`,
    met: large / small <= 2,
    note: `${large.toFixed(1)} ms against ${small.toFixed(1)} ms`,
  }
}
