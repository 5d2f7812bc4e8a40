-- The keys that have encrypted values, each with a known text that it has encrypted, so that a wrong or missing key is found at
-- the start. complete: every value is encrypted. Times in Unix ms.
CREATE TABLE vault_key (
  id TEXT PRIMARY KEY,
  proof TEXT NOT NULL,
  complete BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL
) STRICT;
