import { resolve } from 'node:path'
import { readDocument } from '../../files/read-document.ts'
import { DocumentError } from '../../report/document/document-error.ts'
import { printable } from '../../report/document/print.ts'
import { extensions, formatOf, isFormatName } from '../../report/formats/names.ts'
import { formats } from '../../report/formats/registry.ts'
import type { Context } from '../context.ts'
import { CommandFailedError, type ExitCode, exitCodes } from '../exit-codes.ts'
import type { CommonOptions } from '../options.ts'
import { sayJson } from '../output.ts'
import { withJson } from '../workspace.ts'

/** Needs no configuration: markers are all it looks for. */
export async function printCommand(
  files: readonly string[],
  options: CommonOptions,
  context: Context,
): Promise<ExitCode> {
  const file = files[0] ?? ''
  return withJson(
    options,
    context,
    () => ({ file, text: null }),
    () => printFile(file, options, context),
  )
}

async function printFile(
  file: string,
  options: CommonOptions,
  context: Context,
): Promise<ExitCode> {
  const name = formatOf(file)
  if (!isFormatName(name)) {
    throw new CommandFailedError(
      `Cannot print ${file}: expected a document in ${extensions.join(' or ')}`,
    )
  }
  const { bytes } = await readDocument(resolve(context.cwd, file))
  const text = decoded(() => printable(bytes, formats[name]), file)
  // The person's own document, whole: nothing in it is taken out.
  if (options.json === true) sayJson(context.stdout, { file, text })
  else context.stdout.write(text)
  return exitCodes.done
}

function decoded(print: () => Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(print())
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const at = error.line === null ? '' : `line ${error.line}: `
    throw new CommandFailedError(`Cannot print ${file}: ${at}${error.reason}`, { cause: error })
  }
}
