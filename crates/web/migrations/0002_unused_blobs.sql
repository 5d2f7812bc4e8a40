-- Files whose rows are gone. A background task removes those that no other row names.
CREATE TABLE unused_blob (
  blob TEXT PRIMARY KEY,
  created_at BIGINT NOT NULL
) STRICT;
