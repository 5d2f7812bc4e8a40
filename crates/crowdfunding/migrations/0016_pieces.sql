-- What operators search users by: each name, phone and mail address from each of its characters on. The pieces of older
-- rows are added in the background.
CREATE TABLE cf_user_piece (
  piece TEXT NOT NULL,
  id BIGINT NOT NULL REFERENCES cf_user (id) ON DELETE CASCADE,
  PRIMARY KEY (piece, id)
) STRICT;
CREATE INDEX cf_user_piece_user ON cf_user_piece (id);
