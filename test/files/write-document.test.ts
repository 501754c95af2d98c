import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readDocument, readIfThere } from '../../src/files/read-document.ts'
import { writeDocument } from '../../src/files/write-document.ts'
import { writeIfDifferent } from '../../src/files/write-file.ts'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracker-files-'))
  path = join(folder, 'resume.md')
  await writeFile(path, 'old\n')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const bytes = new TextEncoder().encode('new\n')

function sidecar(isNew = true) {
  return { path: `${path}.tracker.json`, text: '{}\n', isNew }
}

describe('writing a document', () => {
  test('replaces it, keeps its mode, and leaves nothing else behind', async () => {
    await chmod(path, 0o640)
    await mkdir(join(folder, '.git'))
    const { backup } = await writeDocument({
      read: await readDocument(path),
      bytes,
      sidecar: sidecar(),
    })

    expect(backup).toBeNull()
    expect(await readFile(path, 'utf8')).toBe('new\n')
    expect((await stat(path)).mode & 0o777).toBe(0o640)
    expect((await readdir(folder)).sort()).toEqual(['.git', 'resume.md', 'resume.md.tracker.json'])
  })

  test('refuses when it changed since it was read, and leaves all as it was', async () => {
    const read = await readDocument(path)
    await writeFile(path, 'mine\n')
    const writing = writeDocument({ read, bytes, sidecar: sidecar() })

    await expect(writing).rejects.toThrow(`Cannot write ${path}: it changed since it was read`)
    expect(await readFile(path, 'utf8')).toBe('mine\n')
    expect(await readdir(folder)).toEqual(['resume.md'])
  })

  test('refuses when it was replaced by a file of the same size and time', async () => {
    const read = await readDocument(path)
    const other = { ...read, identity: { ...read.identity, inode: read.identity.inode + 1n } }

    await expect(writeDocument({ read: other, bytes, sidecar: null })).rejects.toThrow('changed')
  })

  test('the first time outside a git work tree leaves a copy, and never replaces one', async () => {
    const first = await writeDocument({ read: await readDocument(path), bytes, sidecar: sidecar() })
    const again = await writeDocument({
      read: await readDocument(path),
      bytes: new TextEncoder().encode('newer\n'),
      sidecar: sidecar(),
    })

    expect(first.backup).toBe(`${await realPathOf(path)}.bak`)
    expect(again.backup).toBe(`${await realPathOf(path)}.bak.1`)
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('old\n')
    expect(await readFile(`${path}.bak.1`, 'utf8')).toBe('new\n')
    expect(await readFile(path, 'utf8')).toBe('newer\n')
  })

  test('what nobody else may read, nobody else may read in its copy and its sidecar', async () => {
    const beside = sidecar()
    await chmod(path, 0o600)
    await writeFile(beside.path, 'old', { mode: 0o644 })
    await writeDocument({ read: await readDocument(path), bytes, sidecar: beside })
    await rm(beside.path)
    const read = await readDocument(path)
    await writeDocument({ read, bytes: read.bytes, sidecar: beside })

    const modes = await Promise.all([path, `${path}.bak`, beside.path].map((each) => stat(each)))
    expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o600, 0o600])
  })

  test('gives its sidecar no more readers than that had', async () => {
    const beside = sidecar(false)
    await writeFile(beside.path, 'old', { mode: 0o600 })
    await writeDocument({ read: await readDocument(path), bytes, sidecar: beside })

    expect((await stat(beside.path)).mode & 0o777).toBe(0o600)
  })

  test('later leaves none', async () => {
    await writeDocument({ read: await readDocument(path), bytes, sidecar: sidecar(false) })

    expect(await readdir(folder)).not.toContain('resume.md.bak')
  })

  test('that is a symbolic link rewrites its target', async () => {
    const link = join(folder, 'link.md')
    await symlink('resume.md', link)
    await writeDocument({ read: await readDocument(link), bytes, sidecar: null })

    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect(await readFile(path, 'utf8')).toBe('new\n')
  })

  test.each([
    ['a sidecar that is new goes first', false, 'old\n'],
    ['one for regions that stood there goes last', true, 'new\n'],
  ])('%s, so that the next run recovers from a cut between', async (_, isRegained, held) => {
    const beside = { ...sidecar(), isRegained }
    // What is in its way cuts the run off.
    await mkdir(beside.path)
    const read = await readDocument(path)

    await expect(writeDocument({ read, bytes, sidecar: beside })).rejects.toThrow('Cannot')
    expect(await readFile(path, 'utf8')).toBe(held)
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('old\n')
  })

  test('that does not change writes only its sidecar', async () => {
    const before = await stat(path, { bigint: true })
    const read = await readDocument(path)
    await writeDocument({ read, bytes: read.bytes, sidecar: sidecar() })
    const after = await stat(path, { bigint: true })

    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs])
    expect(await readdir(folder)).toEqual(['resume.md', 'resume.md.tracker.json'])
  })

  test('that cannot be renamed into place leaves no temporary file', async () => {
    const read = await readDocument(path)
    await rm(path)
    await mkdir(path)

    await expect(writeDocument({ read, bytes, sidecar: null })).rejects.toThrow(
      `Cannot write ${path}`,
    )
    expect(await readdir(folder)).toEqual(['resume.md'])
  })
})

describe('reading', () => {
  test('a missing file, a folder: one sentence', async () => {
    const missing = join(folder, 'none.md')

    await expect(readDocument(missing)).rejects.toThrow(
      `Cannot read ${missing}: there is no such file`,
    )
    await expect(readDocument(folder)).rejects.toThrow(
      `Cannot read ${folder}: it is not a regular file`,
    )
    expect(await readIfThere(missing)).toBeNull()
  })
})

describe('writing a file of the tool’s own', () => {
  test('makes its folder, and writes only what differs', async () => {
    const ledger = join(folder, 'reports', 'deep', 'ada.md')

    expect(await writeIfDifferent(ledger, 'a\n')).toBe(true)
    expect(await writeIfDifferent(ledger, 'a\n')).toBe(false)
    expect(await writeIfDifferent(ledger, 'b\n')).toBe(true)
    expect(await readFile(ledger, 'utf8')).toBe('b\n')
    expect(await readdir(join(folder, 'reports', 'deep'))).toEqual(['ada.md'])
  })
})

async function realPathOf(file: string): Promise<string> {
  return (await readDocument(file)).target
}
