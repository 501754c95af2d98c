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

/**
 * Something the person did that the tool took note of; told once. `regained`: a section of which the sidecar knew nothing.
 * `set-back`: a section that was as an older run left it; `ahead`: one that a run wrote which the sidecar does not know of. `said`: a line
 * of the tool's that left, since one of the person's says it. `proposed`: what was added there, which the person may have deleted before.
 */
export interface Note {
  readonly kind:
    | 'value-dropped'
    | 'title-changed'
    | 'deleted'
    | 'said'
    | 'regained'
    | 'proposed'
    | 'set-back'
    | 'ahead'
  readonly text: string
}
