-- Clothes of merchants and of the design circle, games, banners.
CREATE TABLE co_merchant_cloth (
  id IDENTITY,
  merchant_id BIGINT NOT NULL REFERENCES co_merchant (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  image TEXT,
  images TEXT NOT NULL DEFAULT '[]',
  intro TEXT,
  price BIGINT NOT NULL CHECK (price >= 0),
  dynasty BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  collect_count BIGINT NOT NULL DEFAULT 0 CHECK (collect_count >= 0),
  recommended BIGINT
) STRICT;
CREATE INDEX co_merchant_cloth_merchant ON co_merchant_cloth (merchant_id);
CREATE INDEX co_merchant_cloth_recommended ON co_merchant_cloth (recommended, id DESC) WHERE recommended IS NOT NULL;

CREATE TABLE co_merchant_cloth_collect (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_merchant_cloth (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_merchant_cloth_collect_target ON co_merchant_cloth_collect (target_id);

CREATE TABLE co_design_cloth (
  id IDENTITY,
  name TEXT NOT NULL,
  image TEXT,
  images TEXT NOT NULL DEFAULT '[]',
  intro TEXT,
  designer_intro TEXT NOT NULL DEFAULT '',
  price BIGINT NOT NULL CHECK (price >= 0),
  dynasty BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  collect_count BIGINT NOT NULL DEFAULT 0 CHECK (collect_count >= 0)
) STRICT;

CREATE TABLE co_design_cloth_collect (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_design_cloth (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_design_cloth_collect_target ON co_design_cloth_collect (target_id);

CREATE TABLE co_game (
  id IDENTITY,
  name TEXT NOT NULL,
  image TEXT,
  avatar TEXT,
  comment_bg TEXT,
  intro TEXT,
  created_at BIGINT NOT NULL,
  like_count BIGINT NOT NULL DEFAULT 0 CHECK (like_count >= 0),
  collect_count BIGINT NOT NULL DEFAULT 0 CHECK (collect_count >= 0),
  recommended BIGINT
) STRICT;
CREATE INDEX co_game_recommended ON co_game (recommended, id DESC) WHERE recommended IS NOT NULL;

CREATE TABLE co_game_like (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_game (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_game_like_target ON co_game_like (target_id);

CREATE TABLE co_game_collect (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_game (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_game_collect_target ON co_game_collect (target_id);

CREATE TABLE co_game_comment (
  id IDENTITY,
  game_id BIGINT NOT NULL REFERENCES co_game (id) ON DELETE CASCADE,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  content TEXT NOT NULL,
  reply_id BIGINT REFERENCES co_game_comment (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL,
  up_count BIGINT NOT NULL DEFAULT 0 CHECK (up_count >= 0),
  down_count BIGINT NOT NULL DEFAULT 0 CHECK (down_count >= 0)
) STRICT;
CREATE INDEX co_game_comment_game ON co_game_comment (game_id, id);
CREATE INDEX co_game_comment_reply ON co_game_comment (reply_id) WHERE reply_id IS NOT NULL;

CREATE TABLE co_game_comment_up (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_game_comment (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_game_comment_up_target ON co_game_comment_up (target_id);

CREATE TABLE co_game_comment_down (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_game_comment (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_game_comment_down_target ON co_game_comment_down (target_id);

-- target_id: the cloth that a home or design-circle banner opens.
CREATE TABLE co_banner (
  id IDENTITY,
  kind TEXT NOT NULL CHECK (kind IN ('home', 'ticket', 'design_circle', 'game')),
  image TEXT NOT NULL,
  url TEXT NOT NULL DEFAULT '',
  target_id BIGINT,
  position BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
) STRICT;
CREATE INDEX co_banner_kind ON co_banner (kind, position, id);
