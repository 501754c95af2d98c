-- Where the token came from that a pull request was last shown to, if not everybody may see it: that another is not shown it
-- does not make it vanish.
ALTER TABLE pull_request ADD COLUMN shown_to TEXT;
