import type { StreamName } from '../contribution/types.ts'

/**
 * What must be known of each kind of forge before anything of it is loaded: names, addresses and tokens. Kept apart from
 * the registry, which loads the clients.
 */
export const forgeKinds = ['github', 'gitlab'] as const
export type ForgeKind = (typeof forgeKinds)[number]

export interface KindFacts {
  /** The public instance, configured without being named. Its name in `forges` is the kind. */
  readonly home: string
  /** The environment variable that holds the token of `home`, and of no other instance. */
  readonly tokenVariable: string
  /** The least a token must be allowed, as the end of a sentence: "expected …". */
  readonly leastScope: string
  /** What it offers of an account. GitLab knows no Prow commands. */
  readonly streams: readonly StreamName[]
  /** Where a person makes a token, on the instance at `url`. */
  tokenPage(url: string): string
  /**
   * What a token with these scopes lacks, to stand after "the token lacks"; null when it is enough.
   * @param wantsPrivate a document is to show private contributions
   */
  lackingScope(scopes: readonly string[], wantsPrivate: boolean): string | null
  /** Address of the REST API of the instance at `url` (no final slash). */
  apiUrl(url: string): string
  readonly pull: PullNotation
}

/** How a pull request is written down. */
interface PullNotation {
  /** Between the path of its repository and its number: `o/r#12`, `g/p!12`. */
  readonly sign: '#' | '!'
  /** Before the number in its address. */
  readonly page: string
  /** Begins the path of its address; groups: the repository's path, the number. Told apart from every other kind's. */
  readonly path: RegExp
  /** The path of its address, without the first slash. */
  pathOf(repository: string, number: string): string
}

export const kindFacts: Readonly<Record<ForgeKind, KindFacts>> = {
  github: {
    home: 'https://github.com',
    tokenVariable: 'GITHUB_TOKEN',
    streams: ['pull-requests', 'reviews', 'commands', 'repositories', 'linked'],
    leastScope:
      'a classic token without any scope or a fine-grained token that reads public repositories (scope `repo` for private data)',
    tokenPage: (url) => `${url}/settings/tokens`,
    lackingScope: (scopes, wantsPrivate) =>
      wantsPrivate && !scopes.includes('repo')
        ? 'the scope `repo`, which a section with `"visibility": "all"` needs'
        : null,
    apiUrl(url) {
      if (url === 'https://github.com') return 'https://api.github.com'
      const tenant = /^https:\/\/([^./:]+)\.ghe\.com$/.exec(url)?.[1]
      return tenant === undefined ? `${url}/api/v3` : `https://api.${tenant}.ghe.com`
    },
    pull: {
      sign: '#',
      page: 'pull',
      path: /^\/([\w.-]+\/[\w.-]+)\/pull\/([1-9]\d*)(?![^/])/,
      pathOf: (repository, number) => `${repository}/pull/${number}`,
    },
  },
  gitlab: {
    home: 'https://gitlab.com',
    tokenVariable: 'GITLAB_TOKEN',
    streams: ['pull-requests', 'reviews', 'repositories', 'linked'],
    leastScope: 'a token with scope `read_api`',
    tokenPage: (url) => `${url}/-/user_settings/personal_access_tokens`,
    lackingScope: (scopes) =>
      scopes.includes('read_api') || scopes.includes('api') ? null : 'the scope `read_api`',
    apiUrl: (url) => `${url}/api/v4`,
    pull: {
      sign: '!',
      page: 'merge_requests',
      // Older addresses have no `/-`.
      path: /^\/([\w.-]+(?:\/[\w.-]+)+?)(?:\/-)?\/merge_requests\/([1-9]\d*)(?![^/])/,
      pathOf: (repository, number) => `${repository}/-/merge_requests/${number}`,
    },
  },
}

export function isForgeKind(name: string): name is ForgeKind {
  return forgeKinds.some((kind) => kind === name)
}
