import { relative, resolve, sep } from 'node:path'
import { readDocument } from '../../files/read-document.ts'
import { kindFacts } from '../../forge/kinds.ts'
import { findAddresses } from '../../report/addresses.ts'
import { DocumentError } from '../../report/document/document-error.ts'
import { decode } from '../../report/document/encoding.ts'
import {
  findProfiles,
  type Profile,
  type ProposedSection,
  proposeName,
  proposeProjects,
  proposeSection,
} from '../../report/document/proposals.ts'
import { findRegions } from '../../report/document/region.ts'
import { extensions, formatOf, isFormatName } from '../../report/formats/names.ts'
import { formats } from '../../report/formats/registry.ts'
import { UsageError } from '../exit-codes.ts'

/** What a résumé says of its person, without any request. */
export interface ReadResume {
  /** Relative to the configuration, with `/`. */
  readonly file: string
  readonly name: string | null
  readonly profiles: readonly Profile[]
  /** Hosts of forges that it links anything on. */
  readonly hosts: readonly string[]
  readonly headings: readonly string[]
  readonly section: ProposedSection | null
  /** Heading of a section about repositories of their own; null where none links any. */
  readonly projects: string | null
  /** Ids of sections whose markers are there already. */
  readonly regions: readonly string[]
}

const homes = Object.values(kindFacts).map(({ home }) => new URL(home).host)

/**
 * @param folder of the configuration to be
 * @throws FileError when it cannot be read. @throws UsageError when it is no document that can be rewritten.
 */
export async function readResume(file: string, cwd: string, folder: string): Promise<ReadResume> {
  const path = resolve(cwd, file)
  const format = formatOf(file)
  if (!isFormatName(format)) {
    throw new UsageError(`Cannot use ${file}: expected a document in ${extensions.join(' or ')}`)
  }
  const { bytes } = await readDocument(path)
  try {
    const { text } = decode(bytes)
    const outline = formats[format].read(text)
    const profiles = findProfiles(text, homes)
    return {
      file: relative(folder, path).split(sep).join('/'),
      name: proposeName(text, outline.headings),
      profiles,
      hosts: homes.filter((host) => findAddresses(text, new Set([host])).length > 0),
      headings: outline.headings.map((heading) => heading.text),
      section: proposeSection(outline.headings),
      projects: proposeProjects(text, outline.headings, profiles),
      regions: findRegions(outline).map(({ id }) => id),
    }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    throw new UsageError(`Cannot use ${file}: ${error.reason}`, { cause: error })
  }
}
