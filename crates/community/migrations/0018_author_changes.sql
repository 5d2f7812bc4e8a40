-- A random number, so that the number of a change that was rolled back does not come again. Rows of users are
-- neither deleted nor replaced, and their ids are not used again.
CREATE TRIGGER co_author_changed AFTER UPDATE OF uid, nickname, avatar ON co_user
WHEN OLD.uid <> NEW.uid OR OLD.nickname <> NEW.nickname OR OLD.avatar IS NOT NEW.avatar
BEGIN
  UPDATE co_author_version SET version = random();
END;
