import type { Installation } from './installation.ts'
import { forShell } from './quote.ts'

/** Where contributions are kept between runs: caches are evicted, and pull requests from forks can read them. */
export const keptFile = 'contributions.ndjson'

/**
 * What both CI services run, in a checkout with the tracker among its packages: read back what was kept, sync and report,
 * keep, and commit what changed. Coverage is left out of what is kept: import does not need it, and its dates move.
 * @param push lines that push HEAD
 */
export function ciScript(installation: Installation, push: readonly string[]): readonly string[] {
  const config = `--config ${forShell(installation.configInRepository)}`
  const paths = [keptFile, ...installation.written].map(forShell).join(' ')
  return [
    'set -eu',
    'folder=$(mktemp -d)',
    `if [ -f ${keptFile} ]; then npx --no tracker import ${keptFile} ${config}; fi`,
    'code=0',
    `npx --no tracker run ${config} || code=$?`,
    `npx --no tracker export --format ndjson ${config} > "$folder/export"`,
    `sed '/"type":"coverage"/d' "$folder/export" > ${keptFile}`,
    `npx --no tracker changes ${config} > "$folder/message"`,
    `git ls-files -z --cached --others --exclude-standard -- ${paths} > "$folder/paths"`,
    'git add --pathspec-from-file="$folder/paths" --pathspec-file-nul',
    'if ! git diff --cached --quiet; then',
    '  git commit --quiet --file="$folder/message"',
    ...push.map((line) => `  ${line}`),
    'fi',
    '# 3: some accounts or documents were left as they were; 4: a token was refused. What was done is committed.',
    'exit "$code"',
  ]
}
