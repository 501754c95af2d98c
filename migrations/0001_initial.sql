-- What forges said, and when we asked. Every time is UTC, `YYYY-MM-DDTHH:MM:SSZ`, so that text order is time order.
-- `forge_id` is the forge's own number as text; it is NULL on rows that only an import has told of so far.

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- Whoever wrote or reviewed something: the people we follow and everybody they worked with.
CREATE TABLE actor (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  forge_id TEXT,
  login TEXT NOT NULL,
  bot INTEGER NOT NULL DEFAULT 0 CHECK (bot IN (0, 1)),
  UNIQUE (host, forge_id)
) STRICT;
CREATE INDEX actor_login ON actor (host, login COLLATE NOCASE);

-- A login that the configuration follows. The forge's number behind it is the actor's.
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  login TEXT NOT NULL COLLATE NOCASE,
  forge TEXT NOT NULL,
  actor INTEGER REFERENCES actor (id),
  handle TEXT,
  created_at TEXT,
  read_fully_at TEXT,
  -- The run that began the full reading under way; NULL when none is.
  full_run INTEGER,
  UNIQUE (host, login)
) STRICT;
CREATE INDEX account_actor ON account (actor);

CREATE TABLE person_account (
  person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  PRIMARY KEY (person, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE repository (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  forge_id TEXT,
  handle TEXT,
  -- NULL while only the number is known.
  path TEXT,
  url TEXT,
  visibility TEXT NOT NULL DEFAULT 'unknown',
  description TEXT,
  stars INTEGER,
  -- JSON arrays of text.
  languages TEXT NOT NULL DEFAULT '[]',
  topics TEXT NOT NULL DEFAULT '[]',
  archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  fork INTEGER NOT NULL DEFAULT 0 CHECK (fork IN (0, 1)),
  created_at TEXT,
  pushed_at TEXT,
  owner_login TEXT,
  details_read_at TEXT,
  UNIQUE (host, forge_id)
) STRICT;
CREATE INDEX repository_path ON repository (host, path COLLATE NOCASE);
CREATE INDEX repository_owner ON repository (host, owner_login COLLATE NOCASE);

-- Names a repository had before it was renamed or moved.
CREATE TABLE former_path (
  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
  path TEXT NOT NULL COLLATE NOCASE,
  PRIMARY KEY (repository, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_run (
  id INTEGER PRIMARY KEY,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  outcome TEXT,
  requests INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE pull_request (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  forge_id TEXT,
  handle TEXT,
  repository INTEGER NOT NULL REFERENCES repository (id),
  number INTEGER NOT NULL,
  reference TEXT,
  title TEXT,
  url TEXT,
  state TEXT,
  draft INTEGER NOT NULL DEFAULT 0 CHECK (draft IN (0, 1)),
  -- NULL: a deleted account, or not known yet.
  author INTEGER REFERENCES actor (id),
  created_at TEXT,
  updated_at TEXT,
  merged_at TEXT,
  additions INTEGER,
  deletions INTEGER,
  changed_files INTEGER,
  labels TEXT NOT NULL DEFAULT '[]',
  -- 0: only its number is known, because a review named it.
  detailed INTEGER NOT NULL CHECK (detailed IN (0, 1)),
  -- present, gone (the forge says it does not exist) or hidden (it says we may not see it).
  status TEXT NOT NULL DEFAULT 'present',
  added_run INTEGER REFERENCES sync_run (id),
  changed_run INTEGER REFERENCES sync_run (id),
  CHECK (detailed = 0 OR (reference IS NOT NULL AND title IS NOT NULL AND url IS NOT NULL AND state IS NOT NULL)),
  UNIQUE (host, forge_id)
) STRICT;
CREATE INDEX pull_request_author ON pull_request (author, state, merged_at, repository);
CREATE INDEX pull_request_number ON pull_request (repository, number);
-- Asked before every page whether an import left rows to take over: usually there is none.
CREATE INDEX pull_request_imported ON pull_request (forge_id) WHERE forge_id IS NULL;

CREATE TABLE review (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  -- review, approval or note.
  source TEXT NOT NULL,
  forge_id TEXT,
  actor INTEGER NOT NULL REFERENCES actor (id),
  pull_request INTEGER NOT NULL REFERENCES pull_request (id),
  verdict TEXT NOT NULL,
  at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  -- NULL: the pull request's own address; `#…`: a place on its page.
  url TEXT,
  -- 1: only a filter proved it; `at` is then the pull request's time.
  approximate INTEGER NOT NULL DEFAULT 0 CHECK (approximate IN (0, 1)),
  has_comments INTEGER CHECK (has_comments IN (0, 1)),
  status TEXT NOT NULL DEFAULT 'present',
  added_run INTEGER REFERENCES sync_run (id),
  changed_run INTEGER REFERENCES sync_run (id),
  UNIQUE (host, source, forge_id)
) STRICT;
CREATE INDEX review_actor ON review (actor, at);
CREATE INDEX review_pull_request ON review (pull_request, actor);
CREATE INDEX review_imported ON review (forge_id) WHERE forge_id IS NULL;

-- Every comment the commands stream read. Its words are not kept, only the commands in it.
CREATE TABLE comment (
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL,
  forge_id TEXT,
  actor INTEGER NOT NULL REFERENCES actor (id),
  pull_request INTEGER REFERENCES pull_request (id),
  at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  url TEXT NOT NULL,
  added_run INTEGER REFERENCES sync_run (id),
  changed_run INTEGER REFERENCES sync_run (id),
  UNIQUE (host, forge_id)
) STRICT;
CREATE INDEX comment_actor ON comment (actor, pull_request);
CREATE INDEX comment_imported ON comment (forge_id) WHERE forge_id IS NULL;

CREATE TABLE command (
  comment INTEGER NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  kind TEXT NOT NULL,
  cancels INTEGER NOT NULL CHECK (cancels IN (0, 1)),
  PRIMARY KEY (comment, line)
) STRICT, WITHOUT ROWID;

-- Addresses that documents link, and what the forge says they are.
CREATE TABLE link (
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  pull_request INTEGER REFERENCES pull_request (id),
  repository INTEGER REFERENCES repository (id),
  actor INTEGER REFERENCES actor (id),
  at TEXT,
  read_at TEXT NOT NULL,
  PRIMARY KEY (account, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoint (
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  stream TEXT NOT NULL,
  value TEXT NOT NULL,
  -- The full reading it belongs to, by the run that began it.
  full_run INTEGER,
  PRIMARY KEY (account, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE coverage (
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  stream TEXT NOT NULL,
  host_total INTEGER,
  -- When a pass last read the stream to its end.
  finished_at TEXT,
  -- The last full reading that came to the end of the stream.
  full_run INTEGER,
  PRIMARY KEY (account, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE gap (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  stream TEXT NOT NULL,
  reason TEXT NOT NULL,
  from_at TEXT,
  until_at TEXT,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX gap_account ON gap (account, stream);

CREATE TABLE account_run (
  run INTEGER NOT NULL REFERENCES sync_run (id) ON DELETE CASCADE,
  account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  outcome TEXT NOT NULL,
  failure TEXT,
  message TEXT,
  retry_at TEXT,
  PRIMARY KEY (run, account),
  CHECK (outcome <> 'failed' OR failure IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- Prow commands that stand: not taken back by a later cancel of the same kind by the same person.
CREATE VIEW standing_command AS
SELECT comment.id AS comment, command.line, command.kind, comment.host, comment.actor, comment.pull_request,
       comment.at, comment.url, comment.added_run
FROM command
JOIN comment ON comment.id = command.comment
WHERE command.cancels = 0
  AND comment.pull_request IS NOT NULL
  AND NOT EXISTS (
    SELECT 1
    FROM comment AS later
    JOIN command AS cancel ON cancel.comment = later.id
    WHERE later.actor = comment.actor
      AND later.pull_request = comment.pull_request
      AND cancel.kind = command.kind
      AND cancel.cancels = 1
      AND (later.at, length(later.forge_id), later.forge_id, cancel.line)
        > (comment.at, length(comment.forge_id), comment.forge_id, command.line)
  );

-- One row per review, approval, note and standing command, whoever wrote the pull request.
CREATE VIEW given_review AS
SELECT review.host, review.source, review.actor, review.pull_request, review.verdict, review.at,
       CASE WHEN review.url IS NULL OR review.url LIKE '#%' THEN pull_request.url || coalesce(review.url, '')
            ELSE review.url END AS url, review.approximate, review.has_comments, review.status,
       review.added_run
FROM review
JOIN pull_request ON pull_request.id = review.pull_request
UNION ALL
SELECT standing_command.host, 'command', standing_command.actor, pull_request.id, 'approved', standing_command.at,
       CASE WHEN standing_command.url LIKE '#%' THEN pull_request.url || standing_command.url
            ELSE standing_command.url END, 0, 0, 'present', standing_command.added_run
FROM standing_command
JOIN pull_request ON pull_request.id = standing_command.pull_request;
