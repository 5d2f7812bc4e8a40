-- Which articles show a picture.
CREATE TABLE co_article_media (
  media_id TEXT NOT NULL,
  article_id BIGINT NOT NULL REFERENCES co_article (id) ON DELETE CASCADE,
  PRIMARY KEY (media_id, article_id)
) STRICT;
-- Articles first: each reads the ids of its author's uploads from an index. CROSS JOIN keeps this order on SQLite.
INSERT INTO co_article_media (media_id, article_id)
SELECT m.id, a.id FROM co_article a CROSS JOIN co_media m
WHERE a.images <> '[]' AND m.user_id = a.user_id AND a.images LIKE '%' || m.id || '%';
CREATE INDEX co_article_media_article ON co_article_media (article_id);
CREATE INDEX co_user_avatar ON co_user (avatar) WHERE avatar IS NOT NULL;

-- unused_at: since when nothing uses an upload; 0 for one whose article was deleted. hidden: all that
-- shows it is hidden.
ALTER TABLE co_media ADD COLUMN unused_at BIGINT;
ALTER TABLE co_media ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE co_media SET unused_at = uploaded_at
WHERE blob IS NOT NULL AND user_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM co_article_media x WHERE x.media_id = co_media.id)
  AND NOT EXISTS (SELECT 1 FROM co_user u WHERE u.avatar = co_media.id
    OR (u.avatar > co_media.id || '.' AND u.avatar < co_media.id || '/'));
UPDATE co_media SET hidden = TRUE
WHERE id IN (SELECT x.media_id FROM co_article_media x JOIN co_article a ON a.id = x.article_id WHERE a.hidden)
  AND NOT EXISTS (SELECT 1 FROM co_article_media x JOIN co_article a ON a.id = x.article_id
    WHERE x.media_id = co_media.id AND NOT a.hidden)
  AND NOT EXISTS (SELECT 1 FROM co_user u WHERE u.avatar = co_media.id
    OR (u.avatar > co_media.id || '.' AND u.avatar < co_media.id || '/'));
CREATE INDEX co_media_unused_since ON co_media (unused_at) WHERE unused_at IS NOT NULL;
