import type { Confidence } from '../types.ts'

/** What a title became. */
export interface Wording {
  readonly text: string
  /** Low: the cleaned title, unchanged. */
  readonly confidence: Confidence
}
