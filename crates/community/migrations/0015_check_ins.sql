-- Tickets that were admitted at the door, each once. scan: the device's own number of the scan, so that a repeated request is
-- the same admission. staff: the mail address of the steward. admitted_at: when it was scanned, which is before created_at for
-- a scan that was kept while the network was down.
CREATE TABLE co_check_in (
  id IDENTITY,
  ticket_id BIGINT NOT NULL UNIQUE REFERENCES co_ticket (id),
  project_id BIGINT NOT NULL REFERENCES co_project (id),
  scan TEXT NOT NULL,
  gate TEXT NOT NULL,
  staff TEXT NOT NULL,
  admitted_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
) STRICT;
CREATE INDEX co_check_in_project ON co_check_in (project_id, id);
CREATE INDEX co_check_in_gate ON co_check_in (project_id, gate);

-- The door counts and lists the sold tickets of a project.
CREATE INDEX co_ticket_sold ON co_ticket (project_id, id) WHERE state = 2;

-- Tickets that a second gate admitted while it had no network.
CREATE TABLE co_double_entry (
  id IDENTITY,
  ticket_id BIGINT NOT NULL REFERENCES co_ticket (id),
  project_id BIGINT NOT NULL REFERENCES co_project (id),
  scan TEXT NOT NULL UNIQUE,
  gate TEXT NOT NULL,
  staff TEXT NOT NULL,
  admitted_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
) STRICT;
CREATE INDEX co_double_entry_project ON co_double_entry (project_id, id);
CREATE INDEX co_double_entry_ticket ON co_double_entry (ticket_id, id);
