/** The project's own data: two people on both forges, and all that can be odd about what they did. */
import { fillGitHub } from './fictional/github.ts'
import { fillGitLab } from './fictional/gitlab.ts'
import { people } from './fictional/people.ts'
import { random } from './random.ts'
import { emptyWorld, type World } from './world.ts'

const fictionalNow = '2026-06-15T12:00:00Z'

export { people as fictionalPeople }

export function fictionalWorld(options: { readonly now?: string } = {}): World {
  return fictional(options).world
}

/** The world with the records in it that tests speak of. */
export function fictional({ now = fictionalNow }: { readonly now?: string } = {}) {
  const world = emptyWorld(now)
  const github = fillGitHub(world.github, random(20260615), now)
  const gitlab = fillGitLab(world.gitlab, random(61520260), now)
  return { world, people, github, gitlab }
}
