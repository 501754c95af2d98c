-- The first contribution to a repository may be a review: its first day counts, not its last.
DROP VIEW contributed_repository;
CREATE VIEW contributed_repository AS
SELECT person, host, repository, sum(merged) AS merged, sum(reviewed) AS reviewed,
       min(first_at) AS first_at, max(last_at) AS last_at
FROM (
  SELECT person, host, repository, 1 AS merged, 0 AS reviewed, merged_at AS first_at, merged_at AS last_at
  FROM merged_pull_request
  UNION ALL
  SELECT person, host, repository, 0, 1, first_at, last_at FROM reviewed_pull_request
)
GROUP BY person, host, repository;
