-- Whom a message went to, through whom, and what became of it.
-- recipient: E.164 or a mail address, emptied with the row's age. serial: the provider's number.
-- check_at: when the provider is asked for the receipt; NULL when there is nothing to ask.
ALTER TABLE outbox ADD COLUMN recipient TEXT;
ALTER TABLE outbox ADD COLUMN provider TEXT;
ALTER TABLE outbox ADD COLUMN serial TEXT;
ALTER TABLE outbox ADD COLUMN state TEXT NOT NULL DEFAULT 'queued';
ALTER TABLE outbox ADD COLUMN reason TEXT;
ALTER TABLE outbox ADD COLUMN check_at BIGINT;
ALTER TABLE outbox ADD COLUMN reported_at BIGINT;
UPDATE outbox SET state = CASE WHEN last_error IS NULL THEN 'sent' ELSE 'failed' END WHERE next_at IS NULL;
CREATE INDEX outbox_recipient ON outbox (recipient, id) WHERE recipient IS NOT NULL;
CREATE INDEX outbox_check ON outbox (check_at) WHERE check_at IS NOT NULL;
CREATE INDEX outbox_serial ON outbox (serial) WHERE serial IS NOT NULL;

-- How many messages were claimed in the period that began at period_at, by subject: all messages of
-- a kind, or the mails to one address.
CREATE TABLE send_budget (
  subject TEXT PRIMARY KEY,
  period_at BIGINT NOT NULL,
  used BIGINT NOT NULL
) STRICT;
CREATE INDEX send_budget_period ON send_budget (period_at);

-- Messages that were asked for and refused by a limit.
CREATE TABLE send_refusal (
  recipient TEXT NOT NULL,
  reason TEXT NOT NULL,
  refused BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  PRIMARY KEY (recipient, reason)
) STRICT;
CREATE INDEX send_refusal_last ON send_refusal (last_at);
