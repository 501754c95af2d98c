import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One merged pull request of the records. */
export interface ExpectedPull {
  readonly host: string
  readonly reference: string
  readonly title: string
  readonly url: string
  readonly mergedAt: string
}

/** One review of the records. */
export interface ExpectedReview {
  readonly host: string
  readonly reference: string
  readonly source: 'approval' | 'note'
  readonly at: string
}

export interface ExpectedPerson {
  readonly login: string
  readonly pulls: readonly ExpectedPull[]
  readonly reviews: readonly ExpectedReview[]
}

export interface Expectations {
  readonly github: ReadonlyMap<string, ExpectedPerson>
  readonly gitlab: ReadonlyMap<string, ExpectedPerson>
  /** References of pull requests that are linked and not merged. */
  readonly unmerged: readonly string[]
  loginOf(resume: string): string
}

interface Row {
  readonly number?: number
  readonly iid?: number
  readonly repo?: string
  readonly login?: string | null
  readonly title: string
  readonly mergedAt: string
  readonly author?: string
  readonly approvedBy?: readonly string[]
  readonly reviewedBy?: readonly string[]
}

interface LinkedRow {
  readonly forge: 'github' | 'gitlab'
  readonly repo: string
  readonly number?: number
  readonly iid?: number
  readonly author?: string
  readonly state: string
  readonly notes?: readonly { readonly by: string; readonly at: string }[]
}

class People {
  readonly #people = new Map<
    string,
    { login: string; pulls: ExpectedPull[]; reviews: ExpectedReview[] }
  >()

  at(login: string) {
    const key = login.toLowerCase()
    const known = this.#people.get(key)
    if (known !== undefined) return known
    const made = { login, pulls: [], reviews: [] }
    this.#people.set(key, made)
    return made
  }

  get all(): ReadonlyMap<string, ExpectedPerson> {
    return this.#people
  }
}

/** Works out from the records alone who merged and reviewed what. */
export function readExpectations(folder: string): Expectations {
  const github = new People()
  const gitlab = new People()
  const owners = new Set<string>()
  const files = readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
  const rows = new Map(files.map((name) => [name, readRows(join(folder, name))]))
  for (const list of rows.values()) {
    for (const row of list) if (row.repo !== undefined) owners.add(row.repo.split('/')[0] ?? '')
  }
  for (const [name, list] of rows) {
    if (name === 'linked.ndjson' || name === 'repositories.ndjson') continue
    if (list.some((row) => row.iid !== undefined))
      addGitLab(gitlab, name.replace('.ndjson', ''), list)
    else addGitHub(github, owners, list)
  }
  const linked = readRows(join(folder, 'linked.ndjson')) as unknown as LinkedRow[]
  for (const row of linked) addLinked(gitlab, row)
  return {
    github: github.all,
    gitlab: gitlab.all,
    unmerged: linked.filter(({ state }) => state !== 'merged').map(referenceOf),
    loginOf: (resume) => loginOf(resume, github.all),
  }
}

function readRows(path: string): Row[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}

function addGitHub(people: People, owners: ReadonlySet<string>, rows: readonly Row[]): void {
  for (const { number, repo = '', login, title, mergedAt } of rows) {
    // The head branch of an organisation says nothing of the author. A person may own a repository too.
    const isOrganisation =
      owners.has(login ?? '') && rows.some((row) => row.repo?.startsWith(`${login}/`))
    if (login == null || isOrganisation) continue
    const reference = `${repo}#${number}`
    const url = `https://github.com/${repo}/pull/${number}`
    people.at(login).pulls.push({ host: 'github.com', reference, title, url, mergedAt })
  }
}

/** The file is named after the project; its group is the same word with `-org`. */
function addGitLab(people: People, name: string, rows: readonly Row[]): void {
  const project = `${name.split('-')[0]}-org/${name}`
  const seen = new Set<number>()
  for (const { iid = 0, title, mergedAt, author = '', approvedBy = [], reviewedBy = [] } of rows) {
    if (seen.has(iid)) continue
    seen.add(iid)
    const reference = `${project}!${iid}`
    const url = `https://gitlab.com/${project}/-/merge_requests/${iid}`
    const writer = toLogin(author)
    people.at(writer).pulls.push({ host: 'gitlab.com', reference, title, url, mergedAt })
    const others = (names: readonly string[]) =>
      new Set(
        names
          .map(toLogin)
          .filter((login) => login.toLowerCase() !== writer.toLowerCase())
          .map((login) => login.toLowerCase()),
      )
    for (const login of others(approvedBy)) {
      people
        .at(login)
        .reviews.push({ host: 'gitlab.com', reference, source: 'approval', at: mergedAt })
    }
    for (const login of others(reviewedBy)) {
      const at = new Date(Date.parse(mergedAt) - 3_600_000).toISOString().replace('.000Z', 'Z')
      people.at(login).reviews.push({ host: 'gitlab.com', reference, source: 'note', at })
    }
  }
}

function addLinked(gitlab: People, row: LinkedRow): void {
  if (row.forge !== 'gitlab') return
  for (const { by, at } of row.notes ?? []) {
    if (toLogin(by) === toLogin(row.author ?? '')) continue
    gitlab
      .at(toLogin(by))
      .reviews.push({ host: 'gitlab.com', reference: referenceOf(row), source: 'note', at })
  }
}

function referenceOf({ forge, repo, number, iid }: LinkedRow): string {
  return forge === 'github' ? `${repo}#${number}` : `${repo}!${iid}`
}

/** A GitLab person of the records is a name; the one who is written with and without a space is one person. */
function toLogin(name: string): string {
  const normal = name.normalize('NFC')
  const joined = normal.replace(/^([A-Za-z]+) (\d+)$/, '$1$2')
  if (/^[A-Za-z0-9_.-]+$/.test(joined)) return joined
  return normal
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .toLowerCase()
}

/** The login a résumé's own profile link names, else the one that is the name on its first line. */
function loginOf(resume: string, people: ReadonlyMap<string, ExpectedPerson>): string {
  const linked = /https:\/\/github\.com\/([A-Za-z0-9-]+)\)/.exec(resume)?.[1]
  if (linked !== undefined) return linked
  const first = resume.split('\n').find((line) => line.trim() !== '') ?? ''
  const person = people.get(first.replace(/[^A-Za-z]/g, '').toLowerCase())
  if (person === undefined) throw new Error('Cannot tell whose résumé this is')
  return person.login
}
