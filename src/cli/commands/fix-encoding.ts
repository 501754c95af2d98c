import { resolve } from 'node:path'
import { FileError } from '../../files/file-error.ts'
import { backUp, writeDocument } from '../../files/write-document.ts'
import { unifiedDiff } from '../../report/document/diff.ts'
import { DocumentError } from '../../report/document/document-error.ts'
import { encode } from '../../report/document/encoding.ts'
import type { Context } from '../context.ts'
import { documentsOf, encodingRepair } from '../doctor/documents.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { CommonOptions } from '../options.ts'
import { safe, say, sayJson } from '../output.ts'
import { openConfig } from '../workspace.ts'

export interface FixOptions extends CommonOptions {
  readonly write?: boolean
}

interface Fixed {
  readonly file: string
  readonly state: 'unchanged' | 'repairable' | 'written' | 'refused'
  readonly encoding: string | null
  readonly places: number
}

/**
 * Shows how text that was saved in the wrong encoding is put right, and does so with `--write`.
 * @param files what to repair; the documents of the configuration when none is named
 */
export async function fixEncoding(
  files: readonly string[],
  options: FixOptions,
  context: Context,
): Promise<ExitCode> {
  const named = files.map((file) => ({ path: resolve(context.cwd, file), written: file }))
  const documents = named.length > 0 ? named : await documentsOf(openConfig(options, context))
  const fixed: Fixed[] = []
  for (const { path, written } of documents) fixed.push(await fix(path, written, options, context))
  if (options.json === true) sayJson(context.stdout, { files: fixed })
  const refused = fixed.filter(({ state }) => state === 'refused').length
  if (refused === 0) return exitCodes.done
  return refused === fixed.length ? exitCodes.failed : exitCodes.partial
}

async function fix(
  path: string,
  file: string,
  options: FixOptions,
  context: Context,
): Promise<Fixed> {
  const result = (state: Fixed['state'], encoding: string | null = null, places = 0): Fixed => ({
    file,
    state,
    encoding,
    places,
  })
  try {
    const repair = await encodingRepair(path, file)
    if (repair === null) {
      say(context.stderr, `${file}: nothing to repair`)
      return result('unchanged')
    }
    const { read, encoding, runs } = repair
    const bytes = encode({ text: repair.repaired, bom: repair.bom })
    if (options.json !== true) context.stdout.write(safe(unifiedDiff(file, read.bytes, bytes)))
    if (options.write !== true) {
      say(context.stderr, `${file}: ${counted(runs)} to repair; \`--write\` repairs`)
      return result('repairable', encoding, runs)
    }
    const backup = await backUp(read.target)
    await writeDocument({ read, bytes, sidecar: null })
    if (backup !== null) say(context.stderr, `${file}: kept as it was in ${backup}`)
    say(context.stderr, `${file}: ${counted(runs)} repaired`)
    return result('written', encoding, runs)
  } catch (error) {
    if (!(error instanceof FileError) && !(error instanceof DocumentError)) throw error
    const why =
      error instanceof DocumentError ? `Cannot repair ${file}: ${error.reason}` : error.message
    say(context.stderr, why)
    return result('refused')
  }
}

function counted(places: number): string {
  return places === 1 ? '1 place' : `${places} places`
}
