import type { Forge, ForgeSettings } from './forge.ts'
import type { ForgeKind } from './kinds.ts'
import type { TokenChecker } from './token-check.ts'

/**
 * The clients, each loaded only when one of its accounts is synced. A third forge is a folder beside these, one line in
 * each table here and one entry in kinds.ts (CONTRIBUTING.md, "Add a forge").
 */
const clients: Readonly<Record<ForgeKind, () => Promise<(settings: ForgeSettings) => Forge>>> = {
  github: async () => (await import('./github/index.ts')).createGitHub,
  gitlab: async () => (await import('./gitlab/index.ts')).createGitLab,
}

const checkers: Readonly<Record<ForgeKind, () => Promise<TokenChecker>>> = {
  github: async () => (await import('./github/token-check.ts')).githubTokenChecker,
  gitlab: async () => (await import('./gitlab/token-check.ts')).gitlabTokenChecker,
}

export async function createForge(kind: ForgeKind, settings: ForgeSettings): Promise<Forge> {
  const create = await clients[kind]()
  return create(settings)
}

export async function loadTokenChecker(kind: ForgeKind): Promise<TokenChecker> {
  return checkers[kind]()
}
