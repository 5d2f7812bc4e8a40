-- People, their sessions, the mails that wait for an answer, their images.
CREATE TABLE cf_image (
  id IDENTITY,
  user_id BIGINT,
  kind BIGINT NOT NULL CHECK (kind BETWEEN 0 AND 3),
  name TEXT NOT NULL UNIQUE,
  blob TEXT NOT NULL,
  media_type TEXT NOT NULL,
  created_at BIGINT NOT NULL
) STRICT;
CREATE INDEX cf_image_user ON cf_image (user_id, id);

CREATE TABLE cf_place (
  id BIGINT PRIMARY KEY,
  parent_id BIGINT REFERENCES cf_place (id),
  level BIGINT NOT NULL CHECK (level IN (1, 2, 3)),
  position BIGINT NOT NULL,
  name TEXT NOT NULL
) STRICT;
CREATE INDEX cf_place_children ON cf_place (parent_id, position, id);

CREATE TABLE cf_user (
  id IDENTITY,
  email TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL,
  nickname TEXT NOT NULL,
  is_active BOOLEAN NOT NULL DEFAULT FALSE,
  is_staff BOOLEAN NOT NULL DEFAULT FALSE,
  is_authentication BOOLEAN NOT NULL DEFAULT FALSE,
  date_joined BIGINT NOT NULL,
  activated_at BIGINT,
  avatar BIGINT REFERENCES cf_image (id),
  name TEXT NOT NULL DEFAULT '',
  sex TEXT NOT NULL DEFAULT 'u' CHECK (sex IN ('u', 'm', 'l')),
  age BIGINT,
  native BIGINT REFERENCES cf_place (id),
  profession TEXT NOT NULL DEFAULT '',
  idcard TEXT NOT NULL DEFAULT '',
  idcard_image BIGINT REFERENCES cf_image (id),
  mobile TEXT NOT NULL DEFAULT '',
  qq TEXT NOT NULL DEFAULT '',
  weibo TEXT NOT NULL DEFAULT '',
  blog TEXT NOT NULL DEFAULT '',
  alipay TEXT NOT NULL DEFAULT '',
  bank_name TEXT NOT NULL DEFAULT '',
  bank_sub_name TEXT NOT NULL DEFAULT '',
  bank_holder TEXT NOT NULL DEFAULT '',
  bank_account TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX cf_user_waiting ON cf_user (date_joined) WHERE activated_at IS NULL;
CREATE INDEX cf_user_avatar ON cf_user (avatar) WHERE avatar IS NOT NULL;
CREATE INDEX cf_user_idcard_image ON cf_user (idcard_image) WHERE idcard_image IS NOT NULL;

CREATE TABLE cf_session (
  token_hash TEXT PRIMARY KEY,
  refresh_hash TEXT NOT NULL UNIQUE,
  user_id BIGINT NOT NULL REFERENCES cf_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  refresh_expires_at BIGINT NOT NULL
) STRICT;
CREATE INDEX cf_session_user ON cf_session (user_id);
CREATE INDEX cf_session_expiry ON cf_session (refresh_expires_at);

-- What a mailed link does: activate, reset.
CREATE TABLE cf_mail_token (
  token_hash TEXT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES cf_user (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL CHECK (purpose IN ('activate', 'reset')),
  expires_at BIGINT NOT NULL
) STRICT;
CREATE INDEX cf_mail_token_user ON cf_mail_token (user_id, purpose);
CREATE INDEX cf_mail_token_expiry ON cf_mail_token (expires_at);

-- What operators did: who, what, to what, why, when.
CREATE TABLE cf_audit (
  id IDENTITY,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL
) STRICT;
CREATE INDEX cf_audit_subject ON cf_audit (subject, subject_id, id);
