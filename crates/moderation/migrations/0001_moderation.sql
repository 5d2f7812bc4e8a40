-- What texts may not hold. Words are in lower case, as far as they are ASCII.
CREATE TABLE moderation_word (
  id IDENTITY,
  word TEXT NOT NULL UNIQUE,
  policy TEXT NOT NULL CHECK (policy IN ('refuse', 'mask', 'queue')),
  created_at BIGINT NOT NULL
) STRICT;

-- One row, which every edit of the words raises, so that each process sees when to read them again.
CREATE TABLE moderation_version (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL
) STRICT;
INSERT INTO moderation_version (id, version) VALUES (1, 0);

-- Things that somebody wants an operator to look at. Without a reporter it is the system. Times in Unix ms.
CREATE TABLE moderation_report (
  id IDENTITY,
  product TEXT NOT NULL,
  kind TEXT NOT NULL,
  thing_id BIGINT NOT NULL,
  reporter BIGINT,
  reason TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'dismissed', 'upheld')),
  created_at BIGINT NOT NULL,
  decided_by TEXT,
  decided_at BIGINT,
  note TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'open') = (decided_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX moderation_report_once ON moderation_report (product, kind, thing_id, COALESCE(reporter, 0))
  WHERE state = 'open';
CREATE INDEX moderation_report_state ON moderation_report (state, id);
CREATE INDEX moderation_report_product ON moderation_report (product, state, id);
