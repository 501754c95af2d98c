/**
 * Checks the tracker on public records and real résumés that are not part of this repository:
 *
 *     npm run accept -- FOLDER [--people N]
 *
 * FOLDER/real holds the records (NDJSON), FOLDER/resumes one Markdown and one plain-text résumé. The records are served
 * by the sandbox; what is expected is worked out here from the records alone, without the sandbox and without src/.
 */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { recordsWorld } from '../test/sandbox/records.ts'
import { startSandbox } from '../test/sandbox/server.ts'
import { checkAdoption } from './accept/adoption.ts'
import { Checks } from './accept/checks.ts'
import { readExpectations } from './accept/expectations.ts'
import { checkExports } from './accept/exports.ts'
import { checkResume, type ResumeCase } from './accept/resumes.ts'
import { tracker } from './accept/tracker.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { people: { type: 'string', default: '20' } },
})
const folder = positionals[0]
if (folder === undefined) {
  process.stderr.write('Cannot check anything: expected a folder with `real` and `resumes` in it\n')
  process.exit(2)
}
const records = resolve(folder, 'real')
const resumes = resolve(folder, 'resumes')

const expected = readExpectations(records)
const sandbox = await startSandbox({ world: recordsWorld(records) })
const work = mkdtempSync(join(tmpdir(), 'tracker-accept-'))
const checks = new Checks()

try {
  for (const file of readdirSync(resumes).filter((name) => /\.(md|txt)$/.test(name))) {
    copyFileSync(join(resumes, file), join(work, file))
    const text = readFileSync(join(work, file), 'utf8')
    const login = expected.loginOf(text)
    const isText = file.endsWith('.txt')
    const resume: ResumeCase = {
      file,
      login,
      id: isText ? 'text' : 'markdown',
      heading: 'OPEN SOURCE CONTRIBUTIONS',
      after: isText ? 'EXPERIENCE' : null,
    }
    await checkResume(resume, expected, { work, sandbox, checks })
    await checkAdoption(resume, resumes, expected, { work, sandbox, checks })
  }
  await checkExports(Number(values.people), expected, { work, sandbox, checks })
  const version = await tracker(['--version'], work)
  checks.equal('the version is printed', version.code, 0)
} finally {
  await sandbox.close()
}
writeFileSync(join(work, 'done'), '')
checks.finish()
