-- What operators see of conversations with a master, a merchant or customer service: the last message, and whether it waits for
-- an answer.
ALTER TABLE co_conversation ADD COLUMN last_message_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE co_conversation ADD COLUMN waiting BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE co_conversation SET
  last_message_id = COALESCE((SELECT MAX(m.id) FROM co_message m WHERE m.conversation_id = co_conversation.id), 0)
WHERE kind <> 'user';
UPDATE co_conversation SET waiting = TRUE
WHERE kind <> 'user' AND EXISTS (SELECT 1 FROM co_message m WHERE m.id = co_conversation.last_message_id AND m.side = 0);
CREATE INDEX co_conversation_waiting ON co_conversation (last_message_id) WHERE waiting;
CREATE INDEX co_conversation_kind ON co_conversation (kind, last_message_id);
