import SQLite from 'better-sqlite3'

/** Where another review of the pull request is known to hold comments, nobody asks about it. */
const answered = `CASE WHEN review.has_comments IS NULL AND EXISTS (
      SELECT 1 FROM review other WHERE other.pull_request = p.id AND other.actor = review.actor AND other.has_comments = 1
    ) THEN 0 ELSE review.has_comments END AS has_comments`

/** Every table that holds what forges said, by the forges' own numbers: row ids, run numbers and reading times left out. */
const tables = {
  actor: 'SELECT host, forge_id, login, bot FROM actor',
  repository: `SELECT host, forge_id, handle, path, url, visibility, description, stars, languages, topics, archived,
    fork, created_at, pushed_at, owner_login, details_read_at IS NOT NULL AS detailed FROM repository`,
  former_path: `SELECT r.host, r.forge_id, former_path.path FROM former_path
    JOIN repository r ON r.id = former_path.repository`,
  pull_request: `SELECT p.host, p.forge_id, p.handle, r.forge_id AS repository, p.number, p.reference, p.title, p.url,
    p.state, p.draft, author.forge_id AS author, p.created_at, p.updated_at, p.merged_at, p.additions, p.deletions,
    p.changed_files, p.labels, p.detailed, p.status
    FROM pull_request p JOIN repository r ON r.id = p.repository LEFT JOIN actor author ON author.id = p.author`,
  review: `SELECT review.host, review.source, review.forge_id, actor.forge_id AS actor, p.forge_id AS pull_request,
    review.verdict, review.at, review.updated_at, review.url, review.approximate, ${answered}, review.status
    FROM review JOIN actor ON actor.id = review.actor JOIN pull_request p ON p.id = review.pull_request`,
  comment: `SELECT comment.host, comment.forge_id, actor.forge_id AS actor, p.forge_id AS pull_request, comment.at,
    comment.updated_at, comment.url, comment.has_words
    FROM comment JOIN actor ON actor.id = comment.actor LEFT JOIN pull_request p ON p.id = comment.pull_request`,
  command: `SELECT comment.host, comment.forge_id, command.line, command.kind, command.cancels
    FROM command JOIN comment ON comment.id = command.comment`,
  account: `SELECT account.host, actor.forge_id AS actor, account.handle, account.created_at,
    account.read_fully_at IS NOT NULL AS read, account.full_run IS NOT NULL AS reading
    FROM account LEFT JOIN actor ON actor.id = account.actor`,
  link: `SELECT account.host, account.login, link.address, link.kind, link.status, p.forge_id AS pull_request,
    r.forge_id AS repository, actor.forge_id AS actor, link.at
    FROM link JOIN account ON account.id = link.account LEFT JOIN pull_request p ON p.id = link.pull_request
    LEFT JOIN repository r ON r.id = link.repository LEFT JOIN actor ON actor.id = link.actor`,
  coverage: `SELECT account.host, account.login, stream, host_total, finished_at IS NOT NULL AS finished
    FROM coverage JOIN account ON account.id = coverage.account`,
  gap: `SELECT account.host, account.login, stream, reason, from_at, until_at, detail
    FROM gap JOIN account ON account.id = gap.account`,
}

/** What a database holds, in an order that does not depend on how it came there. */
export function contentsOf(path: string): Readonly<Record<string, readonly string[]>> {
  const database = new SQLite(path, { readonly: true })
  try {
    return Object.fromEntries(
      Object.entries(tables).map(([name, sql]) => [
        name,
        database
          .prepare(sql)
          .all()
          .map((row) => JSON.stringify(row))
          .sort(),
      ]),
    )
  } finally {
    database.close()
  }
}
