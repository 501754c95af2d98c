import type { Quota, Range } from '../forge/forge.ts'
import type { ForgeEstimate } from '../sync/sync.ts'

/** More than so many accounts are counted instead of named. */
const mostNamed = 3

/** `github.com: 1 to 3 requests, under 1 % of the hourly 5,000 points` */
export function planLine({ host, requests, unread, each, quota }: ForgeEstimate): string {
  const share = quota === null ? '' : shareOf(quota)
  if (requests.most !== null) {
    return `${host}: ${rangeOf(requests.least, requests.most)}${share === '' ? '' : `, ${share}`}`
  }
  const least = `at least ${counted(requests.least)}${share === '' ? '' : ` (${share})`}`
  return `${host}: ${least}; ${whoOf(unread)} never read to the end: ${each}`
}

/** The same for machines. `most` is null where nobody knows how much there is to read. */
export function planJson({ forge, host, requests, unread, quota }: ForgeEstimate): unknown {
  const { least, most } = requests
  if (quota === null) return { forge, host, requests: { least, most }, unread, quota }
  const { unit, limit, per, used } = quota
  return {
    forge,
    host,
    requests: { least, most },
    unread,
    quota: { unit, limit, per, least: used.least, most: used.most },
  }
}

function rangeOf(least: number, most: number): string {
  return least === most ? `about ${counted(least)}` : `${number(least)} to ${counted(most)}`
}

function counted(requests: number): string {
  return `${number(requests)} ${requests === 1 ? 'request' : 'requests'}`
}

function shareOf({ unit, limit, per, used }: Quota): string {
  const whole =
    per === 'hour' ? `hourly ${number(limit)} ${unit}` : `${number(limit)} ${unit} a minute`
  return `${percent(used, limit)} of the ${whole}`
}

/** Of what it takes at most, where that is known. */
function percent({ least, most }: Range, limit: number): string {
  const share = (100 * (most ?? least)) / limit
  if (share < 1) return 'under 1 %'
  if (most === null) return `${number(Math.floor(share))} %`
  return `${most === least ? '' : 'up to '}${number(Math.ceil(share))} %`
}

function whoOf(logins: readonly string[]): string {
  if (logins.length > mostNamed) return `${number(logins.length)} accounts were`
  return `${logins.map((login) => `\`${login}\``).join(', ')} ${logins.length === 1 ? 'was' : 'were'}`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
