-- sealed: the key that encrypts the file of an identity picture; empty for a plain file.
ALTER TABLE cf_image ADD COLUMN sealed TEXT NOT NULL DEFAULT '';
CREATE INDEX cf_image_identity ON cf_image (id) WHERE kind = 0;
