import type { FilePath, Person } from '../../config/config.ts'
import { FileError } from '../../files/file-error.ts'
import { readIfThere } from '../../files/read-document.ts'
import { writeIfDifferent } from '../../files/write-file.ts'
import { isLedger, writeLedger } from '../../report/ledger.ts'
import type { Store } from '../../store/store.ts'
import type { Facts } from '../sections.ts'
import { contributionsOf, proofsOf } from '../workspace.ts'
import { reportDocument } from './document.ts'
import { type FileReport, refused } from './file-report.ts'
import type { Job } from './job.ts'
import type { ReportOptions, Setting } from './setting.ts'

/** Regenerates the documents and the ledger of one person. */
export async function reportPerson(
  { person, targets }: Job,
  store: Store,
  setting: Setting,
): Promise<readonly FileReport[]> {
  // Read when the first file is there to be computed: rows that wait for a disk fill the memory of everything else.
  let read: Facts | null = null
  const facts = () => {
    read ??= { contributions: contributionsOf(person, store), proofs: proofsOf(person, store) }
    return read
  }
  const files: FileReport[] = []
  for (const { resume, document } of targets) {
    files.push(
      document === null
        ? refused(resume.file, `Cannot find any document \`${resume.file}\``)
        : await reportDocument(document, { person, resume, facts }, setting),
    )
  }
  if (person.ledger !== null)
    files.push(await reportLedger(person, person.ledger, facts(), setting.options))
  return files
}

async function reportLedger(
  { name, timezone }: Person,
  ledger: FilePath,
  { contributions, proofs: all }: Facts,
  options: ReportOptions,
): Promise<FileReport> {
  // Links are nobody's contribution: what documents happen to link does not make a ledger.
  const proofs = all.filter(({ stream }) => stream !== 'linked')
  const text = writeLedger({ name, timezone, contributions, proofs })
  const same = { file: ledger.written, problem: null, conflicts: [], notes: [], backup: null }
  try {
    const old = await readIfThere(ledger.path)
    if (old !== null && !isLedger(Buffer.from(old.bytes).toString())) {
      const why = 'the file there is no ledger of tracker; move it away or name another in `ledger`'
      return refused(ledger.written, `Cannot write ${ledger.written}: ${why}`)
    }
    if (options.dryRun === true || options.check === true) {
      const outdated = old === null || !Buffer.from(old.bytes).equals(Buffer.from(text))
      return { ...same, state: outdated ? 'outdated' : 'unchanged', diff: '' }
    }
    const written = await writeIfDifferent(ledger.path, text)
    return { ...same, state: written ? 'written' : 'unchanged', diff: '' }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return refused(ledger.written, error.message)
  }
}
