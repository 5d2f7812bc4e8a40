-- Keys of the service itself, one for each purpose.
CREATE TABLE cf_secret (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
