import type { Forge, ForgeSettings } from './forge.ts'
import type { ForgeKind } from './kinds.ts'

/**
 * The clients, each loaded only when one of its accounts is synced. A third forge is a folder beside these, one line
 * here and one entry in kinds.ts.
 */
const clients: Readonly<Record<ForgeKind, () => Promise<(settings: ForgeSettings) => Forge>>> = {
  github: async () => (await import('./github/index.ts')).createGitHub,
  gitlab: async () => (await import('./gitlab/index.ts')).createGitLab,
}

export async function createForge(kind: ForgeKind, settings: ForgeSettings): Promise<Forge> {
  const create = await clients[kind]()
  return create(settings)
}
