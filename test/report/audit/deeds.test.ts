import { describe, expect, test } from 'vitest'
import { ada, findings, gap, linked, proofs, resume, reviewed, told, url } from './support.ts'

/** 1 is Ada's, 21 she approved, 22 she commented on, 23 was approved once, 40 is somebody else's. */
function who(part: Parameters<typeof ada>[0] = {}) {
  const base = ada({ links: [linked(22), linked(40)], ...part })
  const comment = { verdict: 'commented', source: 'note' } as const
  const reviews = [
    reviewed(21, '2026-03-03'),
    reviewed(21, '2026-03-04', { ...comment, url: `${url(21)}#note_4` }),
    reviewed(22, '2026-03-04', comment),
    reviewed(23, '2026-03-05', { verdict: 'dismissed', source: 'review' }),
    reviewed(24, '2026-03-05', { verdict: 'changes-requested', source: 'review' }),
  ]
  return { ...base, contributions: { ...base.contributions, reviews } }
}

const owners = (words: string, person = who(), format: 'markdown' | 'text' = 'markdown') => {
  const among =
    format === 'markdown'
      ? resume(`\n- ${words}\n`)
      : `ADA\n\nOPEN SOURCE\n\nLantern Contributor\nFeb. 2026 – Present\n\n- ${words}`
  return told(among, person, format)
    .filter((line) => / ownership: /.test(line))
    .map((line) => line.replace(/ \(works.*/, ''))
}

describe.each(['markdown', 'text'] as const)('reviewed, in %s', (format) => {
  test.each([
    `Reviewed [MR](${url(1)})`,
    `Reviewed: [MR](${url(1)})`,
    `**Reviewed** [MR](${url(1)})`,
    `Reviewed the [MR](${url(1)})`,
    `Reviewed MR [MR](${url(1)})`,
    `Reviewed and approved [MR](${url(1)})`,
    `Approved [MR](${url(1)})`,
    `Review of [MR](${url(1)})`,
    `Reviewed the rework of the wick ([MR](${url(1)}))`,
    `[MR](${url(1)}), which I reviewed`,
    `Reviewed Grace’s [MR](${url(1)})`,
  ])('is not what is their own: %s', (words) => {
    expect(owners(words, who(), format)).toEqual(['false ownership: MR'])
  })

  test.each([
    `Reviewed by maintainers: [MR](${url(1)})`,
    `Was reviewed [MR](${url(1)})`,
    `Peer-reviewed [MR](${url(1)})`,
    `Reviewed and merged: [MR](${url(1)})`,
    `Code reviewed: [MR](${url(1)})`,
    `Wrote what Grace reviewed [MR](${url(1)})`,
    `The maintainers approved [MR](${url(1)})`,
    `An approved MR [MR](${url(1)})`,
    `Proposal approved: [MR](${url(1)})`,
    `[MR](${url(1)}) (reviewed)`,
    `[MR](${url(1)}) (approved)`,
    `Reviewed docs and fixed the wick ([MR](${url(1)}))`,
    `Reviewed docs, own fix ([MR](${url(1)}))`,
    `Reviewed 200+ MRs after my rework ([MR](${url(1)}))`,
    `[MR](${url(1)}) approved by two maintainers`,
    `Reviewed [MR](${url(21)})`,
    `Reviewed [MR](${url(22)})`,
    `Approved [MR](${url(21)})`,
    `Approved the new wick ([MR](${url(21)}))`,
  ])('may be said of it otherwise: %s', (words) => {
    expect(owners(words, who(), format)).toEqual(['true ownership: MR'])
  })
})

test('in a list the words before the first are said of all', () => {
  expect(owners(`Reviewed [a](${url(21)}), [b](${url(1)}) and [c](${url(2)})`)).toEqual([
    'true ownership: a',
    'false ownership: b',
    'false ownership: c',
  ])
  expect(owners(`Reviewed [a](${url(21)}), merged [b](${url(1)})`)).toEqual([
    'true ownership: a',
    'true ownership: b',
  ])
  expect(owners(`Authored [a](${url(1)}) | [b](${url(21)})`)).toEqual([
    'true ownership: a',
    'false ownership: b',
  ])
})

describe('approved', () => {
  test.each([
    [`Approved [MR](${url(22)})`, 'false ownership: MR → reviewed'],
    [`Approved [MR](${url(24)})`, 'false ownership: MR → reviewed'],
    [`[Approved MR](${url(22)})`, 'false ownership: Approved MR → reviewed'],
    [`Reviewed and approved [MR](${url(22)})`, 'false ownership: MR → reviewed'],
    [`[MR](${url(22)}), which I approved`, 'false ownership: MR → reviewed'],
    [`[MR](${url(22)}) (approved)`, 'unprovable ownership: MR'],
    [`Approved [MR](${url(23)})`, 'unprovable ownership: MR'],
    [`Approved [MR](${url(40)})`, 'false ownership: MR'],
  ])('is more than commented on: %s', (words, expected) => {
    expect(owners(words)).toEqual([expected])
  })

  test('is nobody’s to deny where reviews may be missing', () => {
    const person = who({ proofs: proofs({ reviews: [gap] }) })

    expect(owners(`Approved [MR](${url(22)})`, person)).toEqual(['unprovable ownership: MR'])
    expect(owners(`Approved [MR](${url(21)})`, person)).toEqual(['true ownership: MR'])
  })

  test('says what to change', () => {
    const [finding] = findings(resume(`\n- Approved [MR](${url(22)})\n`), who()).filter(
      ({ kind }) => kind === 'ownership',
    )

    expect(finding?.advice).toBe('was reviewed, not approved')
  })
})

test('outside contributions what is said to be reviewed and was not is false', () => {
  const said = (words: string) =>
    told(resume('', words), who()).filter((line) => / ownership: /.test(line))

  expect(said(`Reviewed [MR](${url(40)})`)).toEqual(['false ownership: MR (works/lantern!40)'])
  expect(said(`Read [MR](${url(40)})`)).toEqual(['unprovable ownership: MR (works/lantern!40)'])
})

describe('work that is told of what was only reviewed', () => {
  test.each([
    `Fixed a race ([MR](${url(21)}))`,
    `Implemented tide tables ([MR](${url(21)}))`,
    `**Added** tide tables: [MR](${url(22)})`,
    `Merged [MR](${url(21)})`,
    `Contributed [MR](${url(21)})`,
    `I rewrote the wick ([MR](${url(22)}))`,
  ])('is nobody’s to prove: %s', (words) => {
    expect(owners(words)).toEqual(['unprovable ownership: MR'])
  })

  test.each([
    `Reviewed the fix of a race ([MR](${url(21)}))`,
    `Improved tide tables in review ([MR](${url(21)}))`,
    `Tested tide tables ([MR](${url(21)}))`,
    `Tide tables ([MR](${url(21)}))`,
    `Fixed a race ([MR](${url(21)}#note_4))`,
    `Fixed a race ([MR](${url(1)}))`,
  ])('is told of nothing else: %s', (words) => {
    expect(owners(words)).toEqual(['true ownership: MR'])
  })

  test('each clause of a line says it of its own links', () => {
    const line = `Fixed a race ([a](${url(1)})), reviewed tide tables ([b](${url(21)})), added a lamp ([c](${url(22)}), [d](${url(21)}))`

    expect(owners(line)).toEqual([
      'true ownership: a',
      'true ownership: b',
      'unprovable ownership: c',
      'unprovable ownership: d',
    ])
  })

  test('is false of what was not even reviewed', () => {
    expect(owners(`Fixed a race ([MR](${url(40)}))`)).toEqual(['false ownership: MR'])
  })
})
