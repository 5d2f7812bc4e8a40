-- What operators have hidden is there for nobody; what it counted in does not count it. banned: why a user may not act.
ALTER TABLE co_article ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE co_article_comment ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE co_ticket_comment ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE co_game_comment ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE co_user ADD COLUMN banned TEXT;
