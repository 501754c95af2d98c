import { describe, expect, test } from 'vitest'
import { ada, resume, told, url } from './support.ts'

/** 1 is merged, 9 open, 10 closed, 11 a draft. */
const states = (line: string, who = ada()) =>
  told(resume(`\n- ${line}\n`), who)
    .filter((each) => / state: /.test(each))
    .map((each) => each.replace(/ \(works.*/, ''))

describe('that something was not merged is true of all that was not', () => {
  test.each([
    [`The wick ([MR](${url(9)})), not yet merged`, 'true state: not yet merged'],
    [`The wick ([MR](${url(9)})) was not merged`, 'true state: not merged'],
    [`The wick ([MR](${url(10)})) was not merged`, 'true state: not merged'],
    [`The wick ([MR](${url(11)})), unmerged`, 'true state: unmerged'],
    [`The wick ([MR](${url(9)})) is under review`, 'true state: under review'],
    [`The wick ([MR](${url(9)})) will be merged soon`, 'true state: will be merged'],
    [`[MR](${url(9)}), not merged yet`, 'true state: not merged yet'],
    [`[MR](${url(10)}) was not merged`, 'true state: not merged'],
    [`[MR](${url(1)}) was not merged`, 'stale state: not merged → merged'],
    [`The wick ([MR](${url(9)})), merged`, 'false state: merged → open'],
  ])('%s', (line, expected) => {
    expect(states(line)).toEqual([expected])
  })

  test('and what the next line begins with is not said of the one before', () => {
    expect(states(`The wick ([MR](${url(9)}) (open))\n- Merged: 5 MRs`)).toEqual([
      'true state: open',
    ])
  })
})

describe('a state at the end of a line is read, whatever the next line is', () => {
  test.each([
    [`The wick ([MR](${url(9)})), in review\n- Fixed the lamp`, 'true state: in review'],
    [`The wick ([MR](${url(9)})) - open  \nThe lamp`, 'true state: open'],
    [`The wick ([MR](${url(1)})), in review\n- The lamp`, 'stale state: in review → merged'],
    [`The wick ([MR](${url(1)})), open\n  source at its best`, 'true state: MR'],
  ])('%s', (line, expected) => {
    expect(states(line)).toEqual([expected])
  })
})

describe('a state in a cell of its own is that of the link of its row', () => {
  const row = (cells: string) =>
    told(resume(`\n| a | b | c |\n|---|---|---|\n| ${cells} |\n`))
      .filter((each) => / state: /.test(each))
      .map((each) => each.replace(/ \(works.*/, ''))

  test.each([
    [`[MR](${url(9)}) | open | wick`, ['true state: open']],
    [`[MR](${url(9)}) | wick | **in review**`, ['true state: in review']],
    [`open | wick | [MR](${url(9)})`, ['true state: open']],
    [`[MR](${url(9)}) | wick | ✅ merged`, ['false state: merged → open']],
    [`[MR](${url(1)}) | wick | in review`, ['stale state: in review → merged']],
    [`[MR](${url(1)}) | Open the lamp | Go`, ['true state: MR']],
    [
      `[MR](${url(1)}), [MR](${url(9)}) | wick | open`,
      ['true state: MR', 'false state: MR → open'],
    ],
  ])('%s', (cells, expected) => {
    expect(row(cells)).toEqual(expected)
  })
})

describe('a state in another language', () => {
  test.each([
    [`Mèche ([MR](${url(1)}), fusionnée)`, 'true state: fusionnée'],
    [`Mèche ([MR](${url(9)}), fusionnée)`, 'false state: fusionnée → open'],
    [`Mèche ([MR](${url(9)}), pas encore fusionnée)`, 'true state: pas encore fusionnée'],
    [`Mèche ([MR](${url(9)}), en revue)`, 'true state: en revue'],
    [`Docht ([MR](${url(9)}), offen)`, 'true state: offen'],
    [`Docht ([MR](${url(10)}), nicht gemergt)`, 'true state: nicht gemergt'],
    [`Docht ([MR](${url(9)}), gemergt)`, 'false state: gemergt → open'],
    [`Mecha ([MR](${url(10)}), cerrada)`, 'true state: cerrada'],
    [`Mecha ([MR](${url(11)}), borrador)`, 'true state: borrador'],
    [`Pavio ([MR](${url(9)}), aberto)`, 'true state: aberto'],
    [`Stoppino ([MR](${url(10)}), chiusa)`, 'true state: chiusa'],
    [`Lont ([MR](${url(1)}), samengevoegd)`, 'true state: samengevoegd'],
    [`Lücke in [MR](${url(1)}) geschlossen`, 'true state: MR'],
  ])('%s', (line, expected) => {
    expect(states(line)).toEqual([expected])
  })
})

test('a whole entry may say it in another language', () => {
  const document = resume(`*März 2026 (in Prüfung)*\n\n**Link**: [MR](${url(9)})\n`)

  expect(told(document).filter((line) => line.includes(' state: '))).toEqual([
    'true state: MR (works/lantern!9)',
  ])
})

describe('what the words behind a link say of it decides, whatever stands between', () => {
  test.each([
    [`The wick ([#9](${url(9)})) is under review`, 'true'],
    [`The wick ([#9](${url(9)})) was not merged`, 'true'],
    [`The wick ([#9](${url(9)})), not yet merged`, 'true'],
    [`The wick ([#9](${url(9)})) – still open`, 'true'],
    [`The wick ([#9](${url(9)})), pending review`, 'true'],
    [`The wick ([#9](${url(9)})) is still in review`, 'true'],
    [`The wick ([#9](${url(9)})) is still pending review`, 'true'],
    [`The wick ([#9](${url(9)})) has not been merged yet`, 'true'],
    [`The wick ([#9](${url(9)})) has not yet been merged`, 'true'],
    [`The wick ([#9](${url(9)})) hasn't been merged`, 'true'],
    [`The wick ([#9](${url(9)})) was never merged`, 'true'],
    [`The wick ([#9](${url(9)})) isn’t merged yet`, 'true'],
    [`The wick ([#9](${url(9)})) awaits review`, 'true'],
    [`The wick ([#9](${url(9)})) is waiting for review`, 'true'],
    [`The wick ([#9](${url(9)})) remains open`, 'true'],
    [`The wick ([#9](${url(9)})) — currently under review`, 'true'],
    [`The wick ([#9](${url(9)})), review pending`, 'true'],
    [`The wick ([#10](${url(10)})) was eventually closed`, 'true'],
    [`The wick ([#10](${url(10)})) was closed without merging`, 'true'],
    [`The wick ([#9](${url(9)})) has been merged`, 'false'],
    [`The wick ([#1](${url(1)})) is not merged`, 'stale'],
    [`The wick ([#1](${url(1)})) is still open`, 'stale'],
  ])('%s', (line, expected) => {
    expect(states(line).map((each) => each.split(' ')[0])).toEqual([expected])
  })
})
