-- What operators have hidden is there for nobody; what it counted in does not count it. banned: why a user may not act.
ALTER TABLE co_article ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE co_article_comment ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE co_ticket_comment ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE co_game_comment ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE co_user ADD COLUMN banned TEXT;
-- The lists of an author's articles read nothing but this.
DROP INDEX co_article_author;
CREATE INDEX co_article_shown ON co_article (user_id, id) WHERE NOT hidden;
