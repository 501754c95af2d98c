/** Titles in the several styles that projects have. */
import type { Random } from '../random.ts'

const verbs = ['Add', 'Fix', 'Remove', 'Document', 'Speed up', 'Simplify', 'Test', 'Retry'] as const
const things = [
  'lamp discovery',
  'tide table parser',
  'reconnect after sleep',
  'buoy metrics',
  'chart cache',
  'anchor webhook',
  'signal handling on shutdown',
  'session renewal',
  'log rotation',
  'config reload',
] as const
const areas = ['api', 'cli', 'docs', 'operator', 'scheduler'] as const
const types = ['feat', 'fix', 'docs', 'chore', 'perf'] as const

export function title(random: Random): string {
  const thing = random.pick(things)
  const sentence = `${random.pick(verbs)} ${thing}`
  if (random.chance(0.3))
    return `${random.pick(types)}(${random.pick(areas)}): ${sentence.toLowerCase()}`
  if (random.chance(0.2)) return `[${random.pick(areas)}] ${sentence} #${random.integer(10, 900)}`
  return sentence
}
