-- What `tracker changes` tells: in which run a pull request turned out to be merged, and a repository to be renamed.

-- NULL: it was merged when its details were first stored; added_run tells the run then.
ALTER TABLE pull_request ADD COLUMN merged_run INTEGER REFERENCES sync_run (id);

CREATE TRIGGER pull_request_merged AFTER UPDATE OF state ON pull_request
WHEN NEW.state = 'merged' AND OLD.state <> 'merged'
BEGIN
  UPDATE pull_request SET merged_run = NEW.changed_run WHERE id = NEW.id;
END;

-- A forge may name a pull request before its details say that an import had it: what an import told of is no news.
CREATE TRIGGER pull_request_taken_over AFTER DELETE ON pull_request
WHEN OLD.forge_id IS NULL
BEGIN
  UPDATE pull_request SET added_run = NULL, state = coalesce(state, OLD.state)
  WHERE repository = OLD.repository AND number = OLD.number AND forge_id IS NOT NULL;
END;

CREATE TRIGGER review_taken_over AFTER DELETE ON review
WHEN OLD.forge_id IS NULL
BEGIN
  UPDATE review SET added_run = NULL
  WHERE actor = OLD.actor AND at = OLD.at AND source = OLD.source AND forge_id IS NOT NULL;
END;

CREATE TRIGGER comment_taken_over AFTER DELETE ON comment
WHEN OLD.forge_id IS NULL
BEGIN
  UPDATE comment SET added_run = NULL WHERE actor = OLD.actor AND at = OLD.at AND forge_id IS NOT NULL;
END;

CREATE TABLE renaming (
  id INTEGER PRIMARY KEY,
  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
  -- The lock keeps syncs apart, so the newest run is the one that saw it.
  run INTEGER REFERENCES sync_run (id),
  former TEXT NOT NULL
) STRICT;

CREATE TRIGGER repository_renamed AFTER UPDATE OF path ON repository
WHEN OLD.path IS NOT NULL AND NEW.path <> OLD.path
BEGIN
  INSERT INTO renaming (repository, run, former) VALUES (NEW.id, (SELECT max(id) FROM sync_run), OLD.path);
END;
