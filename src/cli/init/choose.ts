import { forgeKinds, kindFacts } from '../../forge/kinds.ts'
import type { Context } from '../context.ts'
import { UsageError } from '../exit-codes.ts'
import { safe } from '../output.ts'
import { type InitOptions, readAccount, readPairs } from './options.ts'
import type { ReadResume } from './resume.ts'
import type { ChosenConfig, ChosenForge, ChosenSection } from './written-config.ts'

/** Flags first, then answers of a person at a terminal, then what the résumé proposes. @throws UsageError */
export async function choose(
  resume: ReadResume | null,
  options: InitOptions,
  context: Context,
): Promise<ChosenConfig> {
  const ask = asker(context)
  const name = options.name ?? (await ask('Your name', resume?.name ?? null))
  if (name === null) {
    throw new UsageError(
      'Cannot tell whose configuration it is: say so with `--name "Ada Example"`',
    )
  }
  const { accounts, named } = await chooseAccounts(resume, options, ask)
  if (accounts.length === 0) {
    throw new UsageError(
      `Cannot find an account: the résumé links no profile; name one with ${forgeKinds.map((kind) => `\`--${kind} LOGIN\``).join(', ')} or \`--account\``,
    )
  }
  return {
    id: options.id ?? toId(name),
    name,
    timezone: options.timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    forges: chooseForges(named, options),
    accounts,
    ledger: options.ledger,
    resume:
      resume === null
        ? null
        : { file: resume.file, sections: await chooseSections(resume, options, ask) },
  }
}

type Ask = (question: string, proposal: string | null) => Promise<string | null>

/** Without a terminal the proposal is the answer. An empty answer takes it too, and `-` takes nothing. */
function asker({ ask }: Context): Ask {
  return async (question, proposal) => {
    if (ask === undefined) return proposal
    const shown = proposal === null ? '' : ` [${safe(proposal)}]`
    const answer = (await ask(`${question}${shown}: `)).trim()
    if (answer === '-') return null
    return answer === '' ? proposal : answer
  }
}

async function chooseAccounts(resume: ReadResume | null, options: InitOptions, ask: Ask) {
  const accounts: { forge: string; login: string }[] = []
  const named = (options.account ?? []).map(readAccount)
  for (const kind of forgeKinds) {
    const { host } = new URL(kindFacts[kind].home)
    const proposal = resume?.profiles.find((profile) => profile.host === host)?.login ?? null
    // Who names accounts by flags is not asked for more.
    const flagged = options.account ?? forgeKinds.find((each) => options[each] !== undefined)
    const login =
      options[kind] ??
      (flagged === undefined ? await ask(`Login on ${host}, - for none`, proposal) : proposal)
    if (login !== null) accounts.push({ forge: kind, login })
  }
  for (const { forge, login } of named) accounts.push({ forge, login })
  return { accounts, named }
}

/** Only what does not follow from the forge's name. */
function chooseForges(
  named: readonly ReturnType<typeof readAccount>[],
  options: InitOptions,
): Readonly<Record<string, ChosenForge>> {
  const apiUrls = readPairs('--api-url', options.apiUrl)
  const variables = readPairs('--token-env', options.tokenEnv)
  const forges: Record<string, ChosenForge> = {}
  for (const { forge, kind, url } of named) {
    const env = `${forge.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_TOKEN`
    forges[forge] = { kind, url, token: { env: /^\d/.test(env) ? `_${env}` : env } }
  }
  for (const [forge, apiUrl] of apiUrls) forges[forge] = { ...forges[forge], apiUrl }
  for (const [forge, env] of variables) forges[forge] = { ...forges[forge], token: { env } }
  return forges
}

async function chooseSections(
  resume: ReadResume,
  options: InitOptions,
  ask: Ask,
): Promise<readonly ChosenSection[]> {
  if (options.section === undefined && resume.regions.length > 0) {
    return resume.regions.map((id) => ({ id }))
  }
  const section = await chooseContributions(resume, options, ask)
  const projects = await chooseProjects(resume, options, ask)
  return projects === null ? [section] : [section, projects]
}

async function chooseContributions(
  resume: ReadResume,
  options: InitOptions,
  ask: Ask,
): Promise<ChosenSection> {
  if (resume.headings.length === 0) return atTheEnd(resume, options)
  const heading =
    options.section ?? (await ask('Heading of the section', resume.section?.heading ?? null))
  if (heading === null) {
    throw new UsageError(
      `Cannot tell where the section goes: no heading of ${resume.file} is there once; add the line \`<!-- tracker:begin oss -->\` and \`<!-- tracker:end oss -->\` where it belongs`,
    )
  }
  const isThere = resume.headings.some((each) => each.toLowerCase() === heading.toLowerCase())
  const after =
    options.after ?? (isThere ? undefined : (resume.section?.after ?? resume.headings.at(-1)))
  return { id: 'oss', heading, ...(after === undefined ? {} : { after }) }
}

/** Without a heading to go by the first report puts the section there. */
function atTheEnd({ file }: ReadResume, { section }: InitOptions): ChosenSection {
  if (section === undefined) return { id: 'oss' }
  throw new UsageError(
    `Cannot find the heading "${section}": ${file} has no headings; leave \`--section\` out, and the section goes to the end`,
  )
}

/** Of facts alone no entry is made: what the person does not show stays unshown. */
async function chooseProjects(
  { projects }: ReadResume,
  options: InitOptions,
  ask: Ask,
): Promise<ChosenSection | null> {
  if (options.projects === false) return null
  const heading =
    options.projects ??
    (projects === null
      ? null
      : await ask('Heading of the section of your own repositories, - for none', projects))
  if (heading === null) return null
  return {
    id: 'projects',
    heading,
    ownership: 'facts',
    select: { kinds: ['repository'], own: 'only' },
  }
}

/** `Zoë Ångström` → `zoe-angstrom`. */
function toId(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'me'
}
