-- All sessions that come of one login are a family. A refresh token that was used stays known until it
-- would have expired: whoever uses it again may be a thief, and the family ends.
ALTER TABLE cf_session ADD COLUMN family TEXT NOT NULL DEFAULT '';
UPDATE cf_session SET family = refresh_hash;
CREATE INDEX cf_session_family ON cf_session (family);
CREATE TABLE cf_used_refresh (
  refresh_hash TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES cf_user (id) ON DELETE CASCADE,
  family TEXT NOT NULL,
  expires_at BIGINT NOT NULL
) STRICT;
CREATE INDEX cf_used_refresh_user ON cf_used_refresh (user_id);
CREATE INDEX cf_used_refresh_expiry ON cf_used_refresh (expires_at);
