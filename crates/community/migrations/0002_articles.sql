-- Articles and what people do with them.
CREATE TABLE co_article (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  like_count BIGINT NOT NULL DEFAULT 0 CHECK (like_count >= 0),
  collect_count BIGINT NOT NULL DEFAULT 0 CHECK (collect_count >= 0),
  comment_count BIGINT NOT NULL DEFAULT 0 CHECK (comment_count >= 0),
  images TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX co_article_author ON co_article (user_id, id);

CREATE TABLE co_article_like (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_article (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_article_like_newest ON co_article_like (target_id, id);

CREATE TABLE co_article_collect (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_article (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_article_collect_newest ON co_article_collect (target_id, id);
CREATE INDEX co_article_collect_mine ON co_article_collect (user_id, id);

-- reply_id: the comment answered; first_reply_id: the top comment of its thread.
CREATE TABLE co_article_comment (
  id IDENTITY,
  article_id BIGINT NOT NULL REFERENCES co_article (id) ON DELETE CASCADE,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  content TEXT NOT NULL,
  reply_id BIGINT REFERENCES co_article_comment (id) ON DELETE SET NULL,
  first_reply_id BIGINT REFERENCES co_article_comment (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL,
  up_count BIGINT NOT NULL DEFAULT 0 CHECK (up_count >= 0)
) STRICT;
CREATE INDEX co_article_comment_article ON co_article_comment (article_id, id);
CREATE INDEX co_article_comment_reply ON co_article_comment (reply_id) WHERE reply_id IS NOT NULL;
CREATE INDEX co_article_comment_thread ON co_article_comment (first_reply_id) WHERE first_reply_id IS NOT NULL;

CREATE TABLE co_article_comment_up (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES co_article_comment (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, target_id)
) STRICT;
CREATE INDEX co_article_comment_up_target ON co_article_comment_up (target_id);
