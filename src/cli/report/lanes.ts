import type { Store } from '../../store/store.ts'
import type { Lane } from './lane.ts'
import { reportPerson } from './person.ts'
import type { Setting } from './setting.ts'
import { Thread } from './thread.ts'

/** A thread takes about as long to get ready as this many people take. */
const worthAThread = 50

/** Each thread needs memory of its own; more than these wait for the disk. */
const most = 8

/**
 * This thread, and further ones where there are so many people that they pay.
 * @param threads that may run at once
 */
export function openLanes(
  people: number,
  threads: number,
  store: Store,
  setting: Setting,
): readonly Lane[] {
  const here: Lane = {
    ready: Promise.resolve(),
    report: (job) => reportPerson(job, store, setting),
    close: async () => {},
  }
  const further = Math.min(Math.floor(people / worthAThread), threads - 1, most - 1)
  if (further <= 0) return [here]
  const { options, forges, now } = setting
  const data = { database: store.path, options, forges, now: now() }
  return [here, ...Array.from({ length: further }, () => new Thread(data))]
}
