-- Who may work in the console. Times in Unix ms. totp_secret: base32, empty without a second factor; totp_step: the last one
-- used, so that no code works twice.
CREATE TABLE console_staff (
  id IDENTITY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'operator', 'reviewer', 'finance', 'service', 'reader')),
  password TEXT NOT NULL,
  totp_secret TEXT NOT NULL DEFAULT '',
  totp_step BIGINT NOT NULL DEFAULT 0,
  failures BIGINT NOT NULL DEFAULT 0,
  locked_until BIGINT NOT NULL DEFAULT 0,
  disabled BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  seen_at BIGINT
) STRICT;

-- proven: the second factor was shown, or there is none.
CREATE TABLE console_session (
  token_hash TEXT PRIMARY KEY,
  staff_id BIGINT NOT NULL REFERENCES console_staff (id) ON DELETE CASCADE,
  csrf TEXT NOT NULL,
  proven BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
) STRICT;
CREATE INDEX console_session_staff ON console_session (staff_id);
CREATE INDEX console_session_expiry ON console_session (expires_at);

-- What was done in the console: who, from where, to what, and what it changed: {"column": [before, after]}.
CREATE TABLE console_audit (
  id IDENTITY,
  created_at BIGINT NOT NULL,
  staff_id BIGINT,
  actor TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  resource TEXT NOT NULL,
  subject TEXT NOT NULL,
  changes TEXT NOT NULL
) STRICT;
CREATE INDEX console_audit_subject ON console_audit (resource, subject, id);
CREATE INDEX console_audit_staff ON console_audit (staff_id, id);
CREATE INDEX console_audit_age ON console_audit (created_at);

-- What only operators look for.
CREATE INDEX cf_user_to_identify ON cf_user (id) WHERE idcard_image IS NOT NULL AND NOT is_authentication;

-- What happened on each day (days since 1970, China's time), counted on as it happens. what: see stats.rs. Money in fen.
CREATE TABLE console_day (
  what TEXT NOT NULL,
  day BIGINT NOT NULL,
  count BIGINT NOT NULL,
  fen BIGINT NOT NULL,
  PRIMARY KEY (what, day)
) STRICT;

-- Up to which row each thing has been counted.
CREATE TABLE console_counted (
  what TEXT PRIMARY KEY,
  last_id BIGINT NOT NULL
) STRICT;
CREATE INDEX co_article_hidden ON co_article (id) WHERE hidden;
CREATE INDEX co_article_comment_hidden ON co_article_comment (id) WHERE hidden;
CREATE INDEX co_ticket_comment_hidden ON co_ticket_comment (id) WHERE hidden;
CREATE INDEX co_game_comment_hidden ON co_game_comment (id) WHERE hidden;
CREATE INDEX cf_topic_hidden ON cf_topic (id) WHERE hidden;
