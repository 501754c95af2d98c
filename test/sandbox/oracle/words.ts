/** What stands in reviews, notes and comments beside orders to bots. */
import { group } from '../lookup.ts'
import type { ForgeWorld, Review } from '../world.ts'

export function saysSomething(body: string): boolean {
  return body
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .some((line) => line !== '' && !/^\/[a-z][a-z-]*( \S+)?$/i.test(line))
}

/** A review says something in its body, or on lines of the diff. */
export function reviewSaysSomething(forge: ForgeWorld, { id, body }: Review): boolean {
  return (
    saysSomething(body) || (group(forge, 'reviewComments', 'reviewId').get(id) ?? []).length > 0
  )
}
