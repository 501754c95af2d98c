import { toPlainText } from '../../contribution/plain-text.ts'
import type { Finding } from './finding.ts'

/** The findings of one document. */
export interface Audit {
  /** As it was asked for. */
  readonly file: string
  readonly findings: readonly Finding[]
}

/** Longest text from a document or a forge that is printed. */
const maxText = 200

/** What has to be changed in the document. */
export function isWrong({ verdict }: Finding): boolean {
  return verdict === 'false' || verdict === 'stale'
}

/** `resume.md:16:12: stale count: "Merged 3" should say 5 merged (gitlab-org/gitlab-runner)`, a line each, then a summary. */
export function renderText(audits: readonly Audit[], all: boolean): string {
  const lines = audits.flatMap(({ file, findings }) =>
    findings
      .filter((finding) => all || isWrong(finding))
      .map((finding) => {
        const { line, column, kind, verdict } = finding
        return `${plain(file)}:${line}:${column}: ${verdict} ${kind}: ${sentence(finding)}`
      }),
  )
  return `${[...lines, summary(audits)].join('\n')}\n`
}

const levels = { false: 'error', stale: 'warning', unprovable: 'notice', true: 'notice' } as const

/**
 * Workflow commands of GitHub Actions: false is an error, stale a warning, and with `all` everything else a notice.
 * GitHub docs, "Workflow commands for GitHub Actions"; escapes as in actions/toolkit `packages/core/src/command.ts`.
 */
export function renderGitHub(audits: readonly Audit[], all: boolean): string {
  const lines = audits.flatMap(({ file, findings }) =>
    findings
      .filter((finding) => all || isWrong(finding))
      .map((finding) => {
        const { line, column, kind, verdict } = finding
        const properties = [
          `file=${property(plain(file))}`,
          `line=${line}`,
          `col=${column}`,
          `title=${property(`${verdict} ${kind}`)}`,
        ]
        return `::${levels[verdict]} ${properties.join(',')}::${data(sentence(finding))}`
      }),
  )
  return `${[...lines, summary(audits)].join('\n')}\n`
}

/** `4 to change, 9 true, 12 unprovable` */
function summary(audits: readonly Audit[]): string {
  const findings = audits.flatMap((audit) => audit.findings)
  const count = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict).length
  const wrong = findings.filter(isWrong).length
  return `${wrong} to change, ${count('true')} true, ${count('unprovable')} unprovable`
}

function sentence({ text, advice, reference }: Finding): string {
  const words = [`"${plain(text)}"`, ...(advice === '' ? [] : [plain(advice)])].join(' ')
  return reference === null ? words : `${words} (${plain(reference)})`
}

function plain(text: string): string {
  return toPlainText(text, maxText)
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
