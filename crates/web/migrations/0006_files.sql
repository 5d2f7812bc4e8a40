-- Rises with each note of the same file, so that a note that was read is not deleted after a newer one.
ALTER TABLE unused_blob ADD COLUMN marks BIGINT NOT NULL DEFAULT 1;

-- Files that operators have taken down: nobody but they see them, and they cannot be uploaded again.
CREATE TABLE taken_down_blob (
  blob TEXT PRIMARY KEY,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_at BIGINT NOT NULL
) STRICT;

-- What an account has uploaded on the day that began at day_at, in Unix ms.
CREATE TABLE upload_quota (
  account TEXT PRIMARY KEY,
  day_at BIGINT NOT NULL,
  files BIGINT NOT NULL,
  bytes BIGINT NOT NULL
) STRICT;
CREATE INDEX upload_quota_day ON upload_quota (day_at);
