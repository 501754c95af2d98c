import type { Answer } from '../../http/exchange.ts'
import { isTimeout } from './answers.ts'
import {
  complexityLimit,
  type Operation,
  type Outcome,
  pack,
  readOutcome,
  readOutcomes,
  statedComplexity,
} from './graphql.ts'

/** On whose behalf requests are sent. */
export interface Asker {
  /** Of the account that requests count as sent for alone; undefined: for several together. */
  readonly login: string | undefined
  /** Logins of the accounts whose token they take. */
  readonly owners: readonly string[]
}

/** Posts one operation, or several as an array, for that account alone or for several. */
type Post = (body: unknown, asker: Asker) => Promise<Answer>

interface Waiting {
  readonly operation: Operation
  readonly complexity: number
  readonly asker: Asker
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

/**
 * Puts the operations that an account's streams ask for at the same moment into as few requests as their complexity
 * allows, and remembers what the server turned out to support.
 */
export class Multiplexer {
  readonly #post: Post
  /** Until the server answers an array of operations with something else. */
  #several = true
  #limit = complexityLimit
  #waiting: Waiting[] = []

  constructor(post: Post) {
    this.#post = post
  }

  /** How complex the operations of one request may be together. */
  get limit(): number {
    return this.#limit
  }

  /** @returns one outcome for each operation, in order. @throws ForgeError as `Policy.ask` */
  async ask(operations: readonly Operation[], asker: Asker): Promise<Outcome[]> {
    const asked = operations.map((operation) => this.#enqueue(operation, asker))
    // Of those that ride with others one may fail alone: none is left behind unheard.
    await Promise.allSettled(asked)
    return await Promise.all(asked)
  }

  #enqueue(operation: Operation, asker: Asker): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const { complexity } = operation
      this.#waiting.push({ operation, complexity, asker, resolve, reject })
      // Not at once: whoever waited for the same answer gets to ask first.
      if (this.#waiting.length === 1) setImmediate(() => this.#flush())
    })
  }

  #flush(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const [asker, asked] of Map.groupBy(waiting, (each) => each.asker)) {
      const requests = this.#several ? pack(asked, this.#limit) : asked.map((each) => [each])
      for (const request of requests) void this.#send(request, asker)
    }
  }

  async #send(request: readonly Waiting[], asker: Asker): Promise<void> {
    try {
      const operations = request.map(({ operation }) => operation)
      const outcomes = (await this.#together(operations, asker)) ?? []
      for (const [index, each] of request.entries()) {
        const outcome = outcomes[index] ?? (await this.#alone(each.operation, asker))
        each.resolve(outcome)
      }
    } catch (error) {
      for (const each of request) each.reject(error)
    }
  }

  /** @returns null when they are to be asked for one by one */
  async #together(
    operations: readonly Operation[],
    asker: Asker,
  ): Promise<readonly Outcome[] | null> {
    if (operations.length < 2 || !this.#several) return null
    const answer = await this.#post(operations.map(payload), asker)
    const outcomes = readOutcomes(answer, operations.length)
    if (outcomes === null && !isTimeout(answer.status)) this.#several = false
    // What was too much together may do one by one.
    return outcomes?.every(({ outcome }) => outcome !== 'too-much') ? outcomes : null
  }

  async #alone(operation: Operation, asker: Asker): Promise<Outcome> {
    const outcome = readOutcome(await this.#post(payload(operation), asker))
    this.#limit = Math.min(this.#limit, statedComplexity(outcome)?.limit ?? this.#limit)
    return outcome
  }
}

function payload({ query, variables }: Operation): Pick<Operation, 'query' | 'variables'> {
  return { query, variables }
}
