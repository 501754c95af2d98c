import { forgeKinds, isForgeKind, kindFacts } from '../forge/kinds.ts'
import { formatPath, quote } from './config-path.ts'
import type { Outline } from './outline.ts'
import { alternatives } from './values.ts'

/** Names an account may give: those configured and those that exist unasked. */
export function forgeNames(outline: Outline): readonly string[] {
  return [...new Set([...forgeKinds, ...Object.keys(outline.forges)])]
}

/** What only shows when a forge is seen with its name and with the other forges. */
export function checkForges(outline: Outline): readonly string[] {
  const named = Object.entries(outline.forges)
  const sentences: string[] = []
  for (const [name, forge] of named) {
    if (!isForgeKind(name)) {
      if (forge.kind === undefined) sentences.push(missing(name, 'kind', alternatives(forgeKinds)))
      if (forge.url === undefined) sentences.push(missing(name, 'url', 'the address of the forge'))
    }
    if (forge.token !== undefined && forge.tokens !== undefined) {
      sentences.push(
        `${formatPath(['forges', name])}: expected \`token\` or \`tokens\`, received both`,
      )
    }
  }
  return [...sentences, ...checkHosts(outline)]
}

function missing(name: string, key: string, expected: string): string {
  return `${formatPath(['forges', name, key])}: expected ${expected}, received nothing`
}

/** A forge is known by its host, in the database and in links: two of one host could not be told apart. */
function checkHosts(outline: Outline): readonly string[] {
  const owners = new Map<string, string>()
  const sentences: string[] = []
  for (const name of forgeNames(outline)) {
    const forge = outline.forges[name]
    const host = URL.parse(forge?.url ?? homeOf(name, forge?.kind) ?? '')?.host
    if (host === undefined || host === '') continue
    const owner = owners.get(host)
    if (owner === undefined) owners.set(host, name)
    else
      sentences.push(
        `${formatPath(['forges', name])}: ${quote(host)} is the host of forge \`${owner}\` too, expected one forge for each host`,
      )
  }
  return sentences
}

/** Where a forge is that names no address: only the two that exist unasked may, and their kind decides. */
function homeOf(name: string, kind: string = name): string | undefined {
  return isForgeKind(name) && isForgeKind(kind) ? kindFacts[kind].home : undefined
}
