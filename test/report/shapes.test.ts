/** Résumés in the shapes people give them, made live and kept true: by hand, out of a PDF, in a table, from a network. */
import { expect, test } from 'vitest'
import type { FormatName } from '../../src/report/formats/names.ts'
import { ada, merged, url, wrong } from './audit/support.ts'
import { trio } from './support/trio.ts'

const works = [
  merged(31, '2026-03-05', { repository: 'works/anvil', title: 'Forge horseshoes twice as fast' }),
  merged(32, '2026-03-19', { repository: 'works/anvil', title: 'Cool the hammer' }),
  merged(41, '2025-11-08', { repository: 'works/bellows', title: 'Pump air in winter' }),
  merged(6, '2026-02-20', { title: 'Trim the wick before dusk' }),
]
const who = (heading: string) => {
  const person = ada({ pulls: works })
  return { ...person, sections: person.sections.map((each) => ({ ...each, heading })) }
}

const shapes: readonly (readonly [string, FormatName, string, string, readonly RegExp[]])[] = [
  [
    'in German, with headings of words alone',
    'text',
    'Open-Source-Beiträge',
    `Ada Beispiel
Berlin | ada@inn.example

Profil
Freut sich an freier Software.

Berufserfahrung
Gasthof, Köchin
März 2020 – heute
• 3 Teams geleitet

Open-Source-Beiträge
Lantern (works/lantern), Go
Januar 2026 – heute
• 4 MRs merged
• Trimmed the wick before dusk

Anvil (works/anvil)
März 2026
• 2 MRs merged

Sprachen
Deutsch
`,
    [/^Februar 2026 – heute$/m, /^• 6 MRs merged$/m, /^bellows.*|works\/bellows/m],
  ],
  [
    'in capitals over lines across the page, bullets under bullets',
    'text',
    'Open Source Contributions',
    `ADA EXAMPLE

EXPERIENCE
____________________________________
Inn                      Jan 2020 - Present
  - Cooked

OPEN SOURCE CONTRIBUTIONS
____________________________________
works/lantern (Go)       Jan 2026 - Present
  - Merged 4 MRs and reviewed 2 MRs
  - Trimmed the wick before dusk
      - also in fog
works/anvil              Mar 2026 - Apr 2026
  - Merged 2 MRs

SKILLS
____________________________________
Go
`,
    [/^works\/lantern \(Go\) {7}Feb 2026 - Present$/m, /Merged 6 MRs and reviewed 2 MRs/],
  ],
  [
    'a line for each project, with prose behind',
    'markdown',
    'Open source',
    `Ada Example
===========

Open source
-----------

* [works/lantern](https://gitlab.com/works/lantern): 4 merged
* [works/anvil](https://gitlab.com/works/anvil): 2 merged
* Other small things here and there

I answer questions, too.

> Ada helps.

Skills
------

Go
`,
    [/\): 6 merged\n\* \[works\/anvil\]/, /there\n\* .*works\/bellows.*1 merged.*\n\nI answer/],
  ],
  [
    'in French, with links in a line and words behind them',
    'markdown',
    'Contributions open source',
    `# Ada Exemple

## Contributions open source

### [Lantern](https://gitlab.com/works/lantern) · Go
_mars 2026 – présent_ | à distance

* 6 merged MRs

**Liens** : [!1](${url(1)})

**Links:** [!2](${url(2)}) — et une [conférence](https://talks.example/ada)

## Langues

Français
`,
    [/^_février 2026 – présent_ \| à distance$/m, /— et une \[conférence\]\(https:\/\/talks/],
  ],
  [
    'numbered, under bold titles in Spanish',
    'markdown',
    'Código abierto',
    `# Ada

## Código abierto

**works/lantern** | Go | mar. 2026 – actualidad

1. 4 MRs merged
2. Trimmed the wick before dusk

**works/anvil** | mar. 2026

1. 2 MRs merged

## Idiomas

Español
`,
    [/\| feb\. 2026 – actualidad$/m, /^1\. 6 MRs merged\n2\. Trimmed.*\n3\. /m],
  ],
  [
    'nested below a title that names no project',
    'markdown',
    'Open Source',
    `# Ada

## Open Source

### Maintainer and contributor

- **Lantern** ([repo](https://gitlab.com/works/lantern))
  - 4 merged, 2 reviewed
  - Talks:
    - LampConf 2025
- **Anvil** ([repo](https://gitlab.com/works/anvil))
  - Merged 2 MRs

More on my [site](https://ada.example).
`,
    [/^ {2}- 6 merged, 2 reviewed$/m, /^- \*\*.*bellows.*\n {2}- 1 merged[\s\S]*More on my/m],
  ],
  [
    'as a network exports it',
    'text',
    'Projects',
    `Ada Example
www.network.example/in/ada

Top Skills
Go
Open Source

Summary
I light lanterns.

Experience

Inn
Cook
January 2020 - January 2025 (5 years 1 month)

Projects

works/lantern
January 2026 - Present (5 months)
6 merged merge requests

works/anvil
March 2026 - Present
2 MRs merged

Education
Lamp University
`,
    [/^January 2026 - Present \(5 months\)$/m, /^works\/anvil\nMarch 2026 - Present$/m],
  ],
]

test.each(shapes)('a résumé %s', (_name, format, heading, document, expected) => {
  const person = who(heading)
  const { adopted, reported, checked, live, text, untrue } = trio(format, document, person)
  const words = (of: string) => of.replace(/<!-- tracker:.*/g, '').match(/[^\s()]+/g) ?? []

  expect(adopted.state).toBe('adopted')
  expect(words(live)).toEqual(expect.arrayContaining(words(document)))
  for (const each of expected) expect(text).toMatch(each)
  expect([checked.state, checked.bytes]).toEqual(['unchanged', reported.bytes])
  const before = wrong(document, person, format)
  expect(untrue.filter((each) => !before.includes(each))).toEqual([])
})
