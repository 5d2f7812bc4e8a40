-- Who does not want to meet whom, and who writes to whom.
CREATE TABLE co_block (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id),
  CHECK (user_id <> target_id)
) STRICT;
CREATE INDEX co_block_newest ON co_block (user_id, id);
CREATE INDEX co_block_target ON co_block (target_id, user_id);

-- Masters; one that has an account of its own shows that account's follows and articles.
CREATE TABLE co_master (
  id IDENTITY,
  uid TEXT NOT NULL UNIQUE,
  user_id BIGINT UNIQUE REFERENCES co_user (id) ON DELETE SET NULL,
  name TEXT NOT NULL,
  avatar TEXT,
  intro TEXT,
  address TEXT,
  birthday TEXT,
  created_at BIGINT NOT NULL,
  follower_count BIGINT NOT NULL DEFAULT 0 CHECK (follower_count >= 0),
  recommended BIGINT
) STRICT;
CREATE INDEX co_master_recommended ON co_master (recommended, id DESC) WHERE recommended IS NOT NULL;

CREATE TABLE co_master_follow (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_master (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_master_follow_newest ON co_master_follow (user_id, id);
CREATE INDEX co_master_follow_target ON co_master_follow (target_id);

CREATE TABLE co_merchant (
  id IDENTITY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  logo TEXT,
  intro TEXT,
  address TEXT,
  phone TEXT,
  email TEXT,
  created_at BIGINT NOT NULL,
  follower_count BIGINT NOT NULL DEFAULT 0 CHECK (follower_count >= 0)
) STRICT;

CREATE TABLE co_merchant_follow (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_merchant (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_merchant_follow_newest ON co_merchant_follow (user_id, id);
CREATE INDEX co_merchant_follow_target ON co_merchant_follow (target_id);

-- A conversation has two sides. Side 0 is a user; side 1 is a user (with the greater id), a master, a merchant, or customer
-- service (id 0).
CREATE TABLE co_conversation (
  id IDENTITY,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'master', 'merchant', 'customer_service')),
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  other_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (kind, user_id, other_id)
) STRICT;

-- side: who wrote it. hidden_0, hidden_1: deleted by that side, for that side only.
CREATE TABLE co_message (
  id IDENTITY,
  conversation_id BIGINT NOT NULL REFERENCES co_conversation (id) ON DELETE CASCADE,
  side BIGINT NOT NULL CHECK (side IN (0, 1)),
  content TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  hidden_0 BOOLEAN NOT NULL DEFAULT FALSE,
  hidden_1 BOOLEAN NOT NULL DEFAULT FALSE
) STRICT;
CREATE INDEX co_message_conversation ON co_message (conversation_id, id);

-- What a user sees of a conversation in the message centre: its last message that the user has not deleted.
CREATE TABLE co_inbox (
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  conversation_id BIGINT NOT NULL REFERENCES co_conversation (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  last_message_id BIGINT NOT NULL REFERENCES co_message (id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, conversation_id)
) STRICT;
CREATE INDEX co_inbox_kind ON co_inbox (user_id, kind, last_message_id);
CREATE INDEX co_inbox_newest ON co_inbox (user_id, last_message_id);
CREATE INDEX co_inbox_message ON co_inbox (last_message_id);
