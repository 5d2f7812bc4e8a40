-- People: accounts, sessions, codes, follows, media.
CREATE TABLE co_user (
  id IDENTITY,
  uid TEXT NOT NULL UNIQUE,
  country TEXT NOT NULL,
  phone TEXT NOT NULL,
  password TEXT NOT NULL,
  nickname TEXT NOT NULL,
  avatar TEXT,
  gender BIGINT NOT NULL DEFAULT 0 CHECK (gender IN (0, 1)),
  province TEXT,
  city TEXT,
  birthday BIGINT,
  email TEXT,
  intro TEXT,
  category BIGINT NOT NULL DEFAULT 0,
  status BIGINT NOT NULL DEFAULT 0,
  score BIGINT NOT NULL DEFAULT 0,
  level BIGINT NOT NULL DEFAULT 0,
  exp BIGINT NOT NULL DEFAULT 0,
  invitation_code TEXT NOT NULL UNIQUE,
  inviter TEXT,
  created_at BIGINT NOT NULL,
  follow_count BIGINT NOT NULL DEFAULT 0 CHECK (follow_count >= 0),
  follower_count BIGINT NOT NULL DEFAULT 0 CHECK (follower_count >= 0),
  article_count BIGINT NOT NULL DEFAULT 0 CHECK (article_count >= 0),
  UNIQUE (country, phone)
) STRICT;

CREATE TABLE co_session (
  token_hash TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
) STRICT;
CREATE INDEX co_session_user ON co_session (user_id);
CREATE INDEX co_session_expiry ON co_session (expires_at);

-- The last code sent to a phone; phone is country:number here and below.
CREATE TABLE co_sms_code (
  phone TEXT PRIMARY KEY,
  code_hash TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  failures BIGINT NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX co_sms_code_expiry ON co_sms_code (expires_at);

-- How often a phone or an address was sent a code within the period that began at period_at.
CREATE TABLE co_sms_quota (
  subject TEXT PRIMARY KEY,
  last_at BIGINT NOT NULL,
  period_at BIGINT NOT NULL,
  sent BIGINT NOT NULL
) STRICT;
CREATE INDEX co_sms_quota_last ON co_sms_quota (last_at);

CREATE TABLE co_login_failure (
  phone TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  last_at BIGINT NOT NULL
) STRICT;
CREATE INDEX co_login_failure_last ON co_login_failure (last_at);

CREATE TABLE co_follow (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id),
  CHECK (user_id <> target_id)
) STRICT;
CREATE INDEX co_follow_newest ON co_follow (user_id, id);
CREATE INDEX co_follow_followers ON co_follow (target_id, id);

-- A media id is given first (blob is NULL) and filled by one upload. Without a user it is the operators'.
CREATE TABLE co_media (
  id TEXT PRIMARY KEY,
  user_id BIGINT REFERENCES co_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  uploaded_at BIGINT,
  blob TEXT,
  media_type TEXT,
  size BIGINT,
  width BIGINT,
  height BIGINT,
  CHECK ((blob IS NULL) = (uploaded_at IS NULL))
) STRICT;
CREATE INDEX co_media_unused ON co_media (created_at) WHERE blob IS NULL;
