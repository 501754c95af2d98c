import type { Config, Person } from '../config/config.ts'
import { expandFiles } from '../config/files.ts'
import { FileError } from '../files/file-error.ts'
import { readDocument } from '../files/read-document.ts'
import { addressOf } from '../forge/references.ts'
import { findAddresses } from '../report/addresses.ts'
import { DocumentError } from '../report/document/document-error.ts'
import { decode } from '../report/document/encoding.ts'
import { landedRules } from './workspace.ts'

/** Of what landed through other pull requests: both are looked up on every forge of the person's that may be meant. */
function landedAddresses(person: Person): readonly string[] {
  const forges = new Set(person.accounts.map(({ forge }) => forge))
  return landedRules(person)
    .flatMap(({ reference, via }) => [reference, via])
    .flatMap((each) => [...forges].flatMap((forge) => addressOf(each, forge) ?? []))
}

/**
 * Addresses on known hosts that a person's documents hold, or the configuration names as landed. A document that cannot be read is a warning here: it is
 * report's business.
 */
export async function linksOf(
  person: Person,
  config: Config,
  warn: (message: string) => void,
): Promise<readonly string[]> {
  const hosts = new Set(person.accounts.map((account) => account.forge.host))
  const found = new Set(landedAddresses(person))
  for (const resume of person.resumes) {
    for (const file of await expandFiles(resume.file, config.folder)) {
      try {
        const { text } = decode((await readDocument(file.path)).bytes)
        for (const address of findAddresses(text, hosts)) found.add(address)
      } catch (error) {
        if (error instanceof FileError) warn(error.message)
        else if (error instanceof DocumentError) {
          warn(`Cannot look for links in ${file.written}: ${error.reason}`)
        } else throw error
      }
    }
  }
  return [...found]
}
