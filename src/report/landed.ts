import type { PullRequestFact } from '../contribution/facts.ts'
import type { Visibility } from '../contribution/types.ts'
import { canonicalReference, isSamePull } from '../forge/references.ts'
import type { Contributions } from './contributions.ts'
import type { LandedVia, SectionRules } from './rules.ts'

/** A closed pull request of the person's whose work was merged through another one, both looked up. */
export interface LandedPull {
  readonly rule: LandedVia
  readonly pull: PullRequestFact
  /** Reference of the merged one, as the forge writes it. */
  readonly via: string
}

export interface Landings {
  readonly landed: readonly LandedPull[]
  /** Why others are left out, one sentence each. Nothing that is not public is named. */
  readonly problems: readonly string[]
}

/** Checks what the configuration says landed through another pull request: nothing is said that no forge confirms. */
export function landingsOf(rules: SectionRules, all: Contributions): Landings {
  const landed: LandedPull[] = []
  const problems: string[] = []
  for (const rule of Object.values(rules.projects).flatMap(({ landedVia }) => landedVia ?? [])) {
    const checked = check(rule, rules.select.visibility, all)
    if (typeof checked !== 'string') landed.push(checked)
    else if (checked === hidden) problems.push(hidden)
    else
      problems.push(`Cannot show \`${rule.reference}\` as landed via \`${rule.via}\`: ${checked}`)
  }
  return { landed, problems }
}

const hidden =
  'Cannot show a pull request of `landedVia` as landed: it, or what it landed through, is not public'
const notStored = 'is not stored; run `tracker sync` to look it up, or correct `landedVia`'

/** The landing, or what speaks against it. */
function check(
  rule: LandedVia,
  visibility: SectionRules['select']['visibility'],
  { pullRequests, links = [] }: Contributions,
): LandedPull | string {
  const [own, through] = [canonicalReference(rule.reference), canonicalReference(rule.via)]
  if (own === null || through === null) return notStored
  const pull = pullRequests.find((each) => isSamePull(own, each))
  if (pull === undefined) return `as this person's \`${rule.reference}\` ${notStored}`
  // Without a host it is meant on the forge of the other one.
  const where = { ...through, host: through.host ?? pull.host }
  const via =
    pullRequests.find((each) => isSamePull(where, each)) ??
    links
      .flatMap((link) =>
        link.pull === null ? [] : [{ ...link.pull, visibility: link.visibility }],
      )
      .find((each) => isSamePull(where, each))
  const isVisible = (each: { readonly visibility: Visibility } | undefined) =>
    visibility === 'all' || each === undefined || each.visibility === 'public'
  if (!isVisible(pull) || !isVisible(via)) return hidden
  if (pull.state !== 'closed')
    return `\`${rule.reference}\` is ${pull.state}, not closed; take it out of \`landedVia\``
  if (via === undefined) return `\`${rule.via}\` ${notStored}`
  if (via.state !== 'merged') return `\`${rule.via}\` is ${via.state}, not merged`
  return { rule, pull, via: via.reference }
}
