-- Where the token came from that an account was last read with, in the configuration's words; never the token.
ALTER TABLE account ADD COLUMN seat TEXT;

-- What was seen with one token need not be shown to another: asked when a token changes.
CREATE INDEX repository_private ON repository (host) WHERE visibility IN ('private', 'internal');
