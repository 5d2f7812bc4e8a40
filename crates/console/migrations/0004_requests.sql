-- Actions that move a large amount and wait for a second person. answers: what the first has entered, by column. status: 0
-- waits, 1 approved, 2 declined.
CREATE TABLE console_request (
  id IDENTITY,
  resource TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  answers TEXT NOT NULL,
  fen BIGINT NOT NULL,
  requested_by TEXT NOT NULL,
  status BIGINT NOT NULL DEFAULT 0 CHECK (status BETWEEN 0 AND 2),
  decided_by TEXT,
  created_at BIGINT NOT NULL,
  decided_at BIGINT
) STRICT;
CREATE INDEX console_request_status ON console_request (status, id);
CREATE UNIQUE INDEX console_request_open ON console_request (resource, action, subject) WHERE status = 0;
