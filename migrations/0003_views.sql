-- Views to look at with Datasette or by hand. Public rows only, and each with the address to check it by.

CREATE VIEW merged_pull_request AS
SELECT person.id AS person, p.host, r.path AS repository, p.number, p.title, p.merged_at, p.additions, p.deletions, p.url
FROM pull_request p
JOIN repository r ON r.id = p.repository
JOIN account ON account.actor = p.author
JOIN person_account ON person_account.account = account.id
JOIN person ON person.id = person_account.person
WHERE p.state = 'merged' AND p.detailed = 1 AND p.status = 'present' AND r.visibility = 'public'
GROUP BY person.id, p.id;

-- One row for each pull request of somebody else that the person reviewed, however often.
CREATE VIEW reviewed_pull_request AS
SELECT person.id AS person, p.host, r.path AS repository, p.number, p.title, min(g.at) AS first_at, max(g.at) AS last_at,
       group_concat(DISTINCT g.source) AS sources, max(g.approximate) AS approximate, p.url
FROM given_review g
JOIN pull_request p ON p.id = g.pull_request
JOIN repository r ON r.id = p.repository
JOIN account ON account.actor = g.actor
JOIN person_account ON person_account.account = account.id
JOIN person ON person.id = person_account.person
WHERE g.status = 'present' AND p.detailed = 1 AND p.status = 'present' AND r.visibility = 'public'
  AND (p.author IS NULL OR p.author NOT IN (
    SELECT own.actor FROM account own JOIN person_account pa ON pa.account = own.id
    WHERE pa.person = person.id AND own.actor IS NOT NULL))
GROUP BY person.id, p.id;

CREATE VIEW contributed_repository AS
SELECT person, host, repository, sum(merged) AS merged, sum(reviewed) AS reviewed, min(at) AS first_at, max(at) AS last_at
FROM (
  SELECT person, host, repository, 1 AS merged, 0 AS reviewed, merged_at AS at FROM merged_pull_request
  UNION ALL
  SELECT person, host, repository, 0, 1, last_at FROM reviewed_pull_request
)
GROUP BY person, host, repository;

-- What is missing, and since when it was last read: the counts above are exact only where no row here says otherwise.
CREATE VIEW stream_coverage AS
SELECT person_account.person, account.host, account.login, coverage.stream, coverage.host_total, coverage.finished_at,
       (SELECT group_concat(DISTINCT gap.reason) FROM gap
        WHERE gap.account = account.id AND gap.stream = coverage.stream) AS gaps
FROM coverage
JOIN account ON account.id = coverage.account
JOIN person_account ON person_account.account = account.id;
