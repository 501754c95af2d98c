import { readCron } from '../cron-fields.ts'
import { ciScript, keptFile } from './ci-script.ts'
import type { Installation, PrintedFile } from './installation.ts'
import { forYaml } from './quote.ts'

/** Pinned: a tag can be moved to other code, and this job holds a token that may write. */
const actions = {
  checkout: 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0',
  setupNode: 'actions/setup-node@2028fbc5c25fe9cf00d9f06a71cc4710d4507903 # v6.0.0',
} as const

/** A workflow that syncs, reports, and commits if something changed. */
export function printGitHubActions(installation: Installation): readonly PrintedFile[] {
  const { schedule, variables } = installation
  readCron(schedule.cron)
  const lines = [
    '# Runs tracker and commits what changed. The repository holds the configuration, and a package.json with',
    '# package-lock.json that names a packed tracker (tracker-*.tgz) among its dependencies: docs/recipes.md says how. The',
    '# package `tracker` of the npm registry is not this one.',
    '# GitHub stops scheduled workflows of a public repository after 60 days without activity in it: start it again',
    '# under Actions, or push anything.',
    `# Public contributions are kept between runs in ${keptFile}: commit it, never cache it.`,
    'name: tracker',
    'on:',
    '  schedule:',
    `    # GitHub reads it as UTC${schedule.timezone === 'UTC' ? '' : `; the configuration means ${schedule.timezone}: adjust the hour`}.`,
    `    - cron: ${forYaml(schedule.cron.trim())}`,
    '  workflow_dispatch: {}',
    'permissions:',
    '  contents: write',
    'concurrency:',
    '  group: tracker',
    '  cancel-in-progress: false',
    'jobs:',
    '  tracker:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 30',
    '    steps:',
    `      - uses: ${actions.checkout}`,
    `      - uses: ${actions.setupNode}`,
    '        with:',
    "          node-version: '24'",
    '      - run: npm ci',
    '      - name: Sync, report and commit',
    ...(variables.length === 0 ? [] : ['        env:', ...variables.map(environment)]),
    '        run: |',
    ...ciScript(installation, ['git push --quiet']).flatMap((line) =>
      // Who commits is said once there is something to commit with.
      line.startsWith('if ! git diff') ? [...identity, line].map(indent) : [indent(line)],
    ),
  ]
  return [{ path: '.github/workflows/tracker.yml', text: `${lines.join('\n')}\n` }]
}

const identity = [
  "git config user.name 'github-actions[bot]'",
  "git config user.email '41898282+github-actions[bot]@users.noreply.github.com'",
]

/** Names of secrets may not begin with GITHUB_. The job's own token reads what is public on github.com. */
function environment(name: string): string {
  const secret = /^github_/i.test(name) ? `TRACKER_${name}` : name
  const value = name === 'GITHUB_TOKEN' ? `secrets.${secret} || github.token` : `secrets.${secret}`
  return `          ${name}: \${{ ${value} }}`
}

function indent(line: string): string {
  return `          ${line}`
}
