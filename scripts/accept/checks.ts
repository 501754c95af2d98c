import { isDeepStrictEqual } from 'node:util'

/** Collects what held and what did not, says each on a line, and ends with `N passed, N failed`. */
export class Checks {
  #passed = 0
  #failed = 0

  equal(sentence: string, actual: unknown, expected: unknown): void {
    if (isDeepStrictEqual(actual, expected)) {
      this.#passed += 1
      process.stdout.write(`ok    ${sentence}\n`)
      return
    }
    this.#failed += 1
    process.stdout.write(
      `FAIL  ${sentence}\n      expected ${short(expected)}\n      received ${short(actual)}\n`,
    )
  }

  true(sentence: string, holds: boolean): void {
    this.equal(sentence, holds, true)
  }

  finish(): void {
    process.stdout.write(`${this.#passed} passed, ${this.#failed} failed\n`)
    process.exitCode = this.#failed === 0 ? 0 : 1
  }
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}
