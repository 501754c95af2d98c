-- How deep reviews went: whether a review holds words of its own or comments on lines.

-- The forge's opaque name for API calls, where it differs from the number; NULL until it is read again.
ALTER TABLE review ADD COLUMN handle TEXT;
-- 1: the forge was asked whether it holds comments and did not tell.
ALTER TABLE review ADD COLUMN untold INTEGER NOT NULL DEFAULT 0 CHECK (untold IN (0, 1));
-- 1: words beside its commands; NULL until it is read again.
ALTER TABLE comment ADD COLUMN has_words INTEGER CHECK (has_words IN (0, 1));

-- Until now a text of nothing but commands counted as words: whether there were others is not stored.
UPDATE review SET has_comments = NULL WHERE source IN ('review', 'note');

-- Asked after every reading: usually there is none.
CREATE INDEX review_in_doubt ON review (actor) WHERE has_comments IS NULL;

DROP VIEW given_review;
DROP VIEW standing_command;

-- Prow commands that stand: not taken back by a later cancel of the same kind by the same person.
CREATE VIEW standing_command AS
SELECT comment.id AS comment, command.line, command.kind, comment.host, comment.actor, comment.pull_request,
       comment.at, comment.url, comment.has_words, comment.added_run
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
            ELSE standing_command.url END, 0, standing_command.has_words, 'present', standing_command.added_run
FROM standing_command
JOIN pull_request ON pull_request.id = standing_command.pull_request;
