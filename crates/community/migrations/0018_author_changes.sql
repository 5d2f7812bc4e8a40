-- Rows of users are neither deleted nor replaced, and their ids are not used again: only updates change an author.
CREATE TRIGGER co_author_changed AFTER UPDATE OF uid, nickname, avatar ON co_user
WHEN OLD.uid <> NEW.uid OR OLD.nickname <> NEW.nickname OR OLD.avatar IS NOT NEW.avatar
BEGIN
  UPDATE co_author_version SET version = version + 1;
END;
