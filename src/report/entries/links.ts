import { comparable } from '../../forge/references.ts'
import { linksIn, safeUrl } from '../formats/links.ts'
import { compareStates, type StatedState, stateBehind } from '../stated/states.ts'
import type { Background, KnownPull } from '../types.ts'

/** True for links and signs between them, behind nothing or a label with a colon: `Links: …`, in whatever words. */
export function isLinkList(text: string): boolean {
  const found = linksIn(text)
  const [first] = found
  if (first === undefined) return false
  const head = text.slice(0, first.start)
  if (/[\p{L}\p{N}]/u.test(head) && !/:[\s*_]*$/.test(head)) return false
  const rest = found.map(({ end }, index) =>
    text.slice(end, found[index + 1]?.start).replace(stateAfter, ''),
  )
  return !/[\p{L}\p{N}]/u.test(rest.join(''))
}

/** Addresses a text links, each as its pull request is called now. */
export function addressesIn(text: string, background: Background): string[] {
  return linksIn(text).map(({ url }) => presentAddress(url, background))
}

/** The address of the same pull request now; anything else as it can be printed, so that it compares. */
export function presentAddress(url: string, background: Background): string {
  return background.pull(url)?.url ?? safeUrl(url) ?? url
}

const reference = String.raw`[\w./\\-]+[#!]\d+`
/** What the tool writes right behind the link of a pull request that is not merged. */
export const stateAfter = new RegExp(
  String.raw`^ \((?:open|draft|closed|landed via ${reference})\)`,
)
/** What it writes behind the bracket around one that went in through another. */
const landedAfter = new RegExp(String.raw`^\), landed via (?<via>${reference})`)

/**
 * Sets what the tool owns of a link, whoever wrote it: the state behind a pull request of the person's that is not
 * merged, and the address of one whose repository moved. Labels stay, and so does a state in words of the person's.
 */
export function withTrueLinks(text: string, background: Background): string {
  let result = ''
  let at = 0
  for (const { url, from, to, end } of linksIn(text)) {
    const pull = background.pull(url)
    if (pull === null || !pull.visible) continue
    const address = safeUrl(pull.url) ?? url
    const isSame = comparable(address) === comparable(url)
    const state = slotBehind(text.slice(end), pull)
    result += `${text.slice(at, from)}${isSame ? url : address}${text.slice(to, end)}${state.now}`
    at = end + state.old.length
  }
  return result + text.slice(at)
}

/** What says the state of a link in the text after it, and what should; the same words where only escapes differ. */
function slotBehind(rest: string, pull: KnownPull): { old: string; now: string } {
  const via = pull.state === 'closed' ? pull.landedVia : null
  const state =
    pull.state === 'merged' ? '' : ` (${via === null ? pull.state : `landed via ${via}`})`
  const sentence = landedAfter.exec(rest)?.[0]
  const old = sentence ?? stateAfter.exec(rest)?.[0] ?? ''
  if (old === '' && isTaken(rest, pull)) return { old, now: old }
  const now = sentence === undefined ? state : via === null ? `${state})` : `), landed via ${via}`
  return { old, now: old.replaceAll('\\', '') === now ? old : now }
}

/** Where the state would stand the person says it in brackets, or says another one: two states are never written. */
function isTaken(rest: string, pull: KnownPull): boolean {
  const stated = stateBehind(rest, 0)
  return stated !== null && (stated.exact || contradicts(stated, pull))
}

/** States a person gives their pull requests, as far as they are not what is so: `[#1](…) (merged)` of an open one. */
export function wrongStates(text: string, background: Background): StateInText[] {
  return linksIn(text).flatMap(({ url, start, end }) => {
    const pull = background.pull(url)
    if (pull === null || !pull.visible) return []
    const rest = text.slice(end)
    const stated = stateBehind(rest, slotBehind(rest, pull).old.length)
    if (stated === null || !contradicts(stated, pull)) return []
    const last = end + stated.at + stated.text.length + (stated.exact ? 1 : 0)
    return [{ text: text.slice(start, last), state: pull.state }]
  })
}

interface StateInText {
  /** The link and what is said of it. */
  readonly text: string
  readonly state: KnownPull['state']
}

function contradicts(stated: StatedState, { state, landedVia }: KnownPull): boolean {
  if (state === 'closed' && landedVia !== null && stated.state === 'merged') return false
  return compareStates(stated, state) !== 'true'
}
