/** Where a line and what is known disagree, and the line stays as the person has it. */
export interface Finding {
  readonly kind:
    | 'value-edited'
    | 'ambiguous'
    | 'date'
    | 'count'
    | 'state'
    | 'gone'
    | 'reverted'
    | 'private'
    | 'stale-claim'
  /** What the document says. */
  readonly text: string
  /** What the data say, empty where they say nothing any more; of a stale claim, when it was last looked up. */
  readonly value: string
}

/** Something the person did that the tool took note of; told once. */
export interface Note {
  readonly kind: 'value-dropped' | 'title-changed' | 'deleted'
  readonly text: string
}
