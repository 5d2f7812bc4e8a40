-- must_change: the password was made by somebody else, and the member sets an own one first.
ALTER TABLE console_staff ADD COLUMN must_change BOOLEAN NOT NULL DEFAULT FALSE;

-- Codes that stand in for the authenticator of the second step, each once. A code is 50 random bits, so that its digest
-- cannot be reversed by trying.
CREATE TABLE console_recovery_code (
  staff_id BIGINT NOT NULL REFERENCES console_staff (id) ON DELETE CASCADE,
  code_hash TEXT NOT NULL,
  PRIMARY KEY (staff_id, code_hash)
) STRICT;
