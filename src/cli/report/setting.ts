import type { CommonOptions } from '../options.ts'

export interface ReportOptions extends CommonOptions {
  readonly dryRun?: boolean
  readonly check?: boolean
  /** A day; today in the person's time zone when left out. */
  readonly asOf?: string
  readonly accept?: readonly string[]
  /** Explain what was chosen. */
  readonly why?: boolean
}

/** What is the same for everybody a run reports. */
export interface Setting {
  readonly options: ReportOptions
  /** Names of the configured forges. */
  readonly forges: readonly string[]
  /** Milliseconds since 1970: one moment for all, lest midnight fall between two people. */
  readonly now: () => number
}
