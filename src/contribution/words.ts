/**
 * A line that is an order to a bot and no sentence: a slash, a name, at most one word or people to do it with (`/lgtm`,
 * `/approve no-issue`, `/hold`, `/cc @ada @grace`). Wider than the commands that count as reviews: those and these are alike.
 */
const order = /^\/[a-z][a-z-]*(?:[\t ]+(?:\S+|@\S+(?:[\t ]+@\S+)+))?$/i

/** True if a body says anything beside orders to bots. */
export function hasWords(body: string): boolean {
  return body.split(/\r\n|\r|\n/).some((line) => {
    const said = line.trim()
    return said !== '' && !order.test(said)
  })
}
