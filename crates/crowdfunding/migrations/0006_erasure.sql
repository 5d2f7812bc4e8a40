-- Who wants to be forgotten. due_at: when the background work begins; until then a login deletes the row. status: 0 waits,
-- 1 has begun, 2 done. actor: the operator who asked for it, nothing for the user. Times in Unix ms.
CREATE TABLE cf_erasure (
  user_id BIGINT PRIMARY KEY REFERENCES cf_user (id) ON DELETE CASCADE,
  requested_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  status BIGINT NOT NULL DEFAULT 0 CHECK (status IN (0, 1, 2)),
  actor TEXT,
  ended_at BIGINT
) STRICT;
CREATE INDEX cf_erasure_due ON cf_erasure (due_at, user_id) WHERE status <> 2;

-- What an erasure and an export look for.
CREATE INDEX cf_topic_author ON cf_topic (user_id, id);
CREATE INDEX cf_topic_comment_author ON cf_topic_comment (user_id, id);
CREATE INDEX cf_image_blob ON cf_image (blob);
