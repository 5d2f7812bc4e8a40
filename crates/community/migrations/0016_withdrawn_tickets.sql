-- withdrawn: operators do not sell the ticket. One that is reserved or sold stays with its order.
ALTER TABLE co_ticket ADD COLUMN withdrawn BOOLEAN NOT NULL DEFAULT FALSE;

-- Lists of the app do not walk over withdrawn tickets. The console looks for all of state 0, so the index over
-- all projects holds the withdrawn ones too, apart from the others.
DROP INDEX co_ticket_project;
DROP INDEX co_ticket_on_sale;
DROP INDEX co_ticket_recommended;
CREATE INDEX co_ticket_project ON co_ticket (project_id, id) WHERE state = 0 AND NOT withdrawn;
CREATE INDEX co_ticket_on_sale ON co_ticket (withdrawn, id) WHERE state = 0;
CREATE INDEX co_ticket_recommended ON co_ticket (recommended, id DESC)
  WHERE state = 0 AND NOT withdrawn AND recommended IS NOT NULL;
