import type { Conflict } from '../../report/update/document.ts'
import { whyText } from '../../report/why.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { say, sayJson } from '../output.ts'
import { type Report, reportFiles } from '../report/files.ts'
import type { ReportOptions } from '../report/setting.ts'
import { choosePeople, openConfig, withJson } from '../workspace.ts'
import { sayDiff } from './say-diff.ts'

export async function reportCommand(
  ids: readonly string[],
  options: ReportOptions,
  context: Context,
): Promise<ExitCode> {
  const config = openConfig(options, context)
  const people = choosePeople(config, ids)
  return withJson(options, context, nothingReported, async () => {
    const report = await reportFiles(config, people, options, context)
    tellReport(report, options, context)
    if (options.json === true) sayJson(context.stdout, reportJson(report))
    return report.code
  })
}

export function nothingReported(): unknown {
  return { outcome: 'failed', files: [] }
}

const outcomes: Readonly<Partial<Record<ExitCode, string>>> = {
  [exitCodes.interrupted]: 'interrupted',
  [exitCodes.partial]: 'partial',
  [exitCodes.failed]: 'failed',
}

export function reportJson({ files, code }: Report): unknown {
  return {
    outcome: outcomes[code] ?? 'completed',
    files: files.map(({ file, state, problem, conflicts, why }) => ({
      file,
      state,
      problem,
      conflicts: conflicts.map(({ line, kind, text, value }) => ({ line, kind, text, value })),
      ...(why === undefined ? {} : { why }),
    })),
  }
}

export function tellReport({ files }: Report, options: ReportOptions, context: Context): void {
  for (const { file, state, problem, conflicts, notes, diff, backup, why } of files) {
    const at = (line: number | null) => (line === null ? file : `${file}:${line}`)
    if (problem !== null) say(context.stderr, `${at(problem.line)}: ${problem.message}`)
    for (const note of notes) say(context.stderr, note)
    for (const conflict of conflicts) {
      say(
        context.stderr,
        `${at(conflict.line)}: ${conflict.kind}: ${conflict.text}${nowText(conflict)}`,
      )
    }
    if (options.json === true) continue
    if (diff !== '') sayDiff(diff, context.stdout)
    else if (state !== 'unchanged' || !(options.check === true || options.dryRun === true)) {
      say(context.stdout, `${file}: ${state}`)
    }
    for (const each of why ?? []) say(context.stdout, whyText(each))
    if (backup !== null) say(context.stderr, `${file}: kept as it was in ${backup}`)
  }
}

function nowText({ kind, value }: Conflict): string {
  if (kind === 'stale-claim')
    return ` (as of ${value}, more than 180 days ago: look it up again and renew its \`asOf\`)`
  return value === '' ? '' : ` (now ${value})`
}
