import type { Page } from '../forge/forge.ts'

/** How far one stream of an account has come. */
export interface StreamProgress {
  readonly host: string
  readonly login: string
  readonly stream: 'pull-requests' | 'reviews'
  /** Merged pull requests, or reviews. */
  readonly read: number
  /** Of how many; null where the host does not say, or where only news are read. */
  readonly total: number | null
}

/** Counts what the pages of one account bring, for whoever watches. */
export class RowCount {
  readonly #read = { 'pull-requests': 0, reviews: 0 }

  /**
   * @param stored rows of the stream, where its first reading goes on over several runs
   * @param whole the stream is read from its first item to its last, not only for news
   */
  after(
    { stream, items, coverage }: Page,
    { stored, whole }: { readonly stored: number | null; readonly whole: boolean },
  ): Omit<StreamProgress, 'host' | 'login'> | null {
    if (stream !== 'pull-requests' && stream !== 'reviews') return null
    const kind = stream === 'reviews' ? 'review' : 'pull-request'
    this.#read[stream] += items.filter((item) => item.kind === kind).length
    // Hosts count reviewed pull requests, not reviews.
    if (stream === 'reviews') return { stream, read: this.#read.reviews, total: null }
    const total = whole ? coverage.hostTotal : null
    return { stream, read: stored ?? this.#read[stream], total }
  }
}
