/** Nobody here exists. */
import { addRepository, addUser } from '../build.ts'
import type { ForgeWorld, Repository, User } from '../world.ts'

export const people = {
  mara: { name: 'Mara Oduya', github: 'mara-oduya', gitlab: 'mara-oduya' },
  teo: { name: 'Teo Valdris', github: 'teo-valdris', gitlab: 'tvaldris' },
} as const

const names = {
  ines: ['ines-quell', 'Ines Quell'],
  bram: ['bram-hollis', 'Bram Hollis'],
  yuki: ['yuki-farrow', 'Yuki Farrow'],
  finch: ['oleander-finch', null],
} as const

export function cast(forge: ForgeWorld, firstId: number) {
  const { mara, teo } = people
  const user = (offset: number, login: string, name: string | null, type: User['type'] = 'User') =>
    addUser(forge, { id: firstId + offset, login, name, type, createdAt: '2016-03-01T08:00:00Z' })
  return {
    mara: user(0, mara[forge.kind], mara.name),
    teo: user(1, teo[forge.kind], teo.name),
    ines: user(2, ...names.ines),
    bram: user(3, ...names.bram),
    yuki: user(4, ...names.yuki),
    finch: user(5, ...names.finch),
    bot: user(6, 'tidy-bot', 'Tidy Bot', 'Bot'),
  }
}

export function organization(forge: ForgeWorld, id: number, login: string): User {
  return addUser(forge, { id, login, type: 'Organization', createdAt: '2015-01-01T00:00:00Z' })
}

export function place(
  forge: ForgeWorld,
  owner: User,
  path: string,
  more: Partial<Repository> = {},
): Repository {
  return addRepository(forge, {
    path,
    ownerId: owner.id,
    description: `The ${path.split('/').at(-1)} project`,
    createdAt: '2018-02-01T09:00:00Z',
    pushedAt: '2026-06-10T17:30:00Z',
    languages: [
      { name: 'TypeScript', size: 81_000 },
      { name: 'Shell', size: 2_000 },
    ],
    topics: ['harbour', 'tooling'],
    license: 'Apache-2.0',
    stars: 1_234,
    forks: 87,
    ...more,
  })
}
