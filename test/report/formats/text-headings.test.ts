import { describe, expect, test } from 'vitest'
import { text } from '../../../src/report/formats/text/index.ts'
import { textOf, update } from '../support/documents.ts'
import { asked, section } from '../support/sections.ts'

function headings(document: string, named?: readonly string[]): string[] {
  return text.read(document, named).headings.map((heading) => heading.text)
}

describe('a heading of plain text', () => {
  test.each([
    ['in capitals, right over its text', 'ADA\n\nOPEN SOURCE\nengine\n\nSKILLS\nGo\n'],
    ['underlined', 'Ada\n\nOpen Source\n-----------\n\nengine\n\nSkills\n------\nGo\n'],
    [
      'underlined by a line across the page',
      'Ada\n\nOpen Source\n________________________________\nengine\n\nSkills\n________________________________\nGo\n',
    ],
    [
      'between two lines',
      '===========\nOpen Source\n===========\n\nengine\n\n======\nSkills\n======\n',
    ],
    ['with a colon', 'Ada\n\nOpen Source:\nengine\n\nSkills:\nGo\n'],
    ['in capitals with a colon', 'ADA\n\nOPEN SOURCE:\nengine\n\nSKILLS:\nGo\n'],
    ['by its words alone', 'Ada\n\nOpen Source\nengine\n\nSkills\nGo\n'],
    ['in a document without gaps', 'Ada\nOpen Source\nengine\n- Sang.\nSkills\nGo\n'],
    ['at the top of a page', 'Ada\n\nOpen Source\nengine\n- Sang\n\fSkills\nGo\n'],
  ])('%s', (_name, document) => {
    const found = headings(document).map((each) => each.toUpperCase())

    expect(found.filter((each) => each !== 'ADA')).toEqual(['OPEN SOURCE', 'SKILLS'])
  })

  test.each([
    ['German', 'Berufserfahrung\nx\n\nOpen-Source-Beiträge\nx\n\nKenntnisse\nx\n'],
    ['French', 'Expérience professionnelle\nx\n\nContributions open source\nx\n\nCompétences\nx\n'],
    ['Spanish', 'Experiencia laboral\nx\n\nContribuciones de código abierto\nx\n\nEducación\nx\n'],
    [
      'Portuguese',
      'Experiência profissional\nx\n\nProjetos pessoais\nx\n\nFormação acadêmica\nx\n',
    ],
  ])('in %s', (_name, document) => {
    expect(headings(document)).toHaveLength(3)
  })

  test('by the name that the configuration gives it', () => {
    const document = 'Ada\n\nSide quests\nengine\n\nSkills\nGo\n'

    expect(headings(document)).toEqual(['Skills'])
    expect(headings(document, ['side  quests:'])).toEqual(['Side quests', 'Skills'])
  })

  test.each([
    ['a bullet', '- OPEN SOURCE\n* Skills\n'],
    ['a sentence', 'Skills\nGo\n\nI like open source.\n-------------------\n', 'Skills'],
    [
      'the end of a sentence',
      'Skills\nx\n\nProjects\nI maintain many,\nProjects\n',
      'Skills',
      'Projects',
    ],
    [
      'one skill of a list',
      'Skills\nGo\nOpen Source\n\nProjects\nx\n\nEducation\nx\n',
      ...['Skills', 'Projects', 'Education'],
    ],
    [
      'a line over dates',
      'Education\nx\n\nSkills\nx\n\nOpen Source\nJan 2020 - Present\n',
      'Education',
      'Skills',
    ],
    [
      'a title in capitals',
      'SKILLS\nGo\n\nOPEN SOURCE\nengine\n\nLANTERN\n- Sang\n',
      'SKILLS',
      'OPEN SOURCE',
    ],
    ['a title with its dates', 'SKILLS\nGo\n\nOPEN SOURCE LEAD | 2020\n- Sang\n', 'SKILLS'],
    ['what goes on behind a colon', 'Skills: Go\n\nProjects: 5\n'],
    [
      'a line over a line across the page',
      'Ada\n\nWrote a lantern\n------------------------------\n',
    ],
    ['a role', 'Open Source Contributor\nx\n\nSkilled Talker\nx\n'],
  ])('%s is none', (_name, document, ...others) => {
    expect(headings(document)).toEqual(others)
  })

  test('a label with a colon does not end a section of a heading without', () => {
    const [source, label] = text.read('Open Source\nx\n\nProjects:\n- y\n').headings

    expect(label?.level).toBeGreaterThan(source?.level ?? 0)
  })

  test('its line of signs is part of it', () => {
    const { headings: found, blocks } = text.read('Open Source\n-----------\n\nx\n')

    expect(found).toMatchObject([{ start: 0, end: 23, line: 1 }])
    expect(blocks).toMatchObject([{ start: 0, end: 23, rule: false }, { start: 25 }])
  })
})

describe('a section of plain text is written under a heading like that of another', () => {
  test.each([
    ['underlined', 'Work\n----\n\na\n', 'Open Source\n-----------\n'],
    [
      'below the title of the document',
      'Ada\n===\n\na\n\nWork\n----\n',
      'Open Source\n-----------\n',
      'Ada',
    ],
    ['over a line across the page', 'WORK\n__________\na\n', 'OPEN SOURCE\n__________\n'],
    ['with a colon', 'Work:\na\n', 'Open Source:\n'],
    ['by its words', 'Work\na\n', 'Open Source\n'],
    ['in capitals', 'WORK\na\n', 'OPEN SOURCE\n'],
  ])('%s', (_name, document, heading, after = 'Work') => {
    const sections = [asked(section([]), { heading: 'Open Source', after })]
    const first = update(document, { sections, format: 'text' })
    const again = update(first.bytes, { sections, format: 'text', sidecar: first.sidecar })

    expect(textOf(first.bytes)).toContain(`\n\n${heading}\n<!-- tracker:begin oss -->\n`)
    expect(again.state).toBe('unchanged')
  })
})
