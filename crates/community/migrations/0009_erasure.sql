-- Who wants to be forgotten. due_at: when the background work begins; until then a login deletes the row. status: 0 waits,
-- 1 has begun, 2 done. actor: the operator who asked for it, nothing for the user. Times in Unix ms.
CREATE TABLE co_erasure (
  user_id BIGINT PRIMARY KEY REFERENCES co_user (id) ON DELETE CASCADE,
  requested_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  status BIGINT NOT NULL DEFAULT 0 CHECK (status IN (0, 1, 2)),
  actor TEXT,
  ended_at BIGINT
) STRICT;
CREATE INDEX co_erasure_due ON co_erasure (due_at, user_id) WHERE status <> 2;

-- What an erasure and an export look for.
CREATE INDEX co_article_comment_author ON co_article_comment (user_id, id);
CREATE INDEX co_ticket_comment_author ON co_ticket_comment (user_id, id);
CREATE INDEX co_game_comment_author ON co_game_comment (user_id, id);
CREATE INDEX co_conversation_with ON co_conversation (other_id) WHERE kind = 'user';
CREATE INDEX co_media_owner ON co_media (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX co_media_blob ON co_media (blob) WHERE blob IS NOT NULL;
CREATE INDEX co_user_inviter ON co_user (inviter) WHERE inviter IS NOT NULL;
