-- The role of stewards. The check of a column cannot be changed on SQLite, so the column is made again under its name; the
-- release before reads and writes it by this name.
ALTER TABLE console_staff ADD COLUMN role_now TEXT NOT NULL DEFAULT 'reader'
  CHECK (role_now IN ('owner', 'operator', 'reviewer', 'finance', 'service', 'reader', 'steward'));
UPDATE console_staff SET role_now = role;
ALTER TABLE console_staff DROP COLUMN role;
ALTER TABLE console_staff RENAME COLUMN role_now TO role;
