-- Lists as staff members have saved them: the query of the address. The view without a name holds the columns and the rows of
-- a page that the list begins with.
CREATE TABLE console_view (
  staff_id BIGINT NOT NULL REFERENCES console_staff (id) ON DELETE CASCADE,
  resource TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (staff_id, resource, name)
) STRICT;

-- Texts that operators write again and again, by where they are offered.
CREATE TABLE console_template (
  id IDENTITY,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  position BIGINT NOT NULL,
  created_at BIGINT NOT NULL
) STRICT;
CREATE INDEX console_template_kind ON console_template (kind, position, id);

-- Settings that were changed while the servers run. A name without a row has the configuration's value.
CREATE TABLE console_setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  actor TEXT NOT NULL,
  updated_at BIGINT NOT NULL
) STRICT;
