import { ciScript, keptFile } from './ci-script.ts'
import type { Installation, PrintedFile } from './installation.ts'

/** The helper hands the token over through a pipe: in an address it would be an argument that others can see. */
const push = [
  `git -c credential.helper='!f() { echo username=tracker; echo "password=\${TRACKER_PUSH_TOKEN:-$CI_JOB_TOKEN}"; }; f' \\`,
  '  push --quiet --push-option=ci.skip "https://$CI_SERVER_FQDN/$CI_PROJECT_PATH.git" "HEAD:$CI_COMMIT_BRANCH"',
]

/** A job that syncs, reports, and commits if something changed. */
export function printGitLabCi(installation: Installation): readonly PrintedFile[] {
  const { schedule, variables } = installation
  const lines = [
    '# Runs tracker and commits what changed. The repository holds the configuration, and a package.json with',
    '# package-lock.json that names a packed tracker (tracker-*.tgz) among its dependencies: docs/recipes.md says how. The',
    '# package `tracker` of the npm registry is not this one.',
    `# When: Build > Pipeline schedules > New schedule: ${schedule.cron.trim()} in ${schedule.timezone}.`,
    `# Tokens: Settings > CI/CD > Variables, masked and protected: ${[...variables, 'TRACKER_PUSH_TOKEN'].join(', ')}`,
    '# TRACKER_PUSH_TOKEN is a project access token with write_repository; without it the job token must be allowed to push.',
    `# Public contributions are kept between runs in ${keptFile}: commit it, never cache it.`,
    'tracker:',
    '  image: node:24',
    '  rules:',
    `    - if: $CI_PIPELINE_SOURCE == "schedule"`,
    '  resource_group: tracker',
    '  timeout: 30 minutes',
    '  script:',
    '    - npm ci',
    '    - |',
    ...ciScript(installation, push).flatMap((line) =>
      line.startsWith('if ! git diff') ? [...identity, line].map(indent) : [indent(line)],
    ),
  ]
  return [{ path: '.gitlab-ci.yml', text: `${lines.join('\n')}\n` }]
}

const identity = [
  'git config user.name tracker',
  'git config user.email "tracker@noreply.$CI_SERVER_HOST"',
]

function indent(line: string): string {
  return `      ${line}`
}
