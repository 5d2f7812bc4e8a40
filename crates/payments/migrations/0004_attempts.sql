-- An attempt keeps its order as it was sent (charge, JSON). client_until: when the parameters in client end. superseded: no
-- longer offered to the payer, to be closed at the provider. asked_at: when the provider was last queried for the payer.
-- paid_at: the provider's time of the payment.
ALTER TABLE payment_intent ADD COLUMN charge TEXT NOT NULL DEFAULT '';
ALTER TABLE payment_intent ADD COLUMN client_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payment_intent ADD COLUMN superseded BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE payment_intent ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payment_intent ADD COLUMN paid_at BIGINT;
UPDATE payment_intent SET paid_at = ended_at WHERE status IN (2, 5);
-- kept: the part of the payment that its thing still stands for. A refund made at the provider leaves it until an operator
-- decides.
ALTER TABLE payment_intent ADD COLUMN kept BIGINT NOT NULL DEFAULT 0 CHECK (kept BETWEEN 0 AND paid);
UPDATE payment_intent SET kept = paid - returned WHERE status IN (2, 5);
UPDATE payment_intent SET superseded = TRUE WHERE status IN (0, 1) AND EXISTS (SELECT 1 FROM payment_intent p
  WHERE p.subject = payment_intent.subject AND p.subject_id = payment_intent.subject_id AND p.status IN (0, 1)
    AND p.id > payment_intent.id);
DROP INDEX payment_intent_open;
CREATE UNIQUE INDEX payment_intent_current ON payment_intent (subject, subject_id) WHERE status IN (0, 1) AND NOT superseded;
CREATE INDEX payment_intent_open ON payment_intent (subject, subject_id) WHERE status IN (0, 1);
DROP INDEX payment_intent_due;
CREATE INDEX payment_intent_due ON payment_intent (channel, next_query_at) WHERE next_query_at IS NOT NULL;
-- What products ask before they let go of a thing: whether an attempt to pay for it is open.
CREATE VIEW payment_open AS SELECT subject, subject_id FROM payment_intent WHERE status IN (0, 1);

-- is_foreign: made at the provider, not here. is_outside: an operator has paid it back in another way, as note says.
-- former: the number of an earlier attempt.
ALTER TABLE payment_refund ADD COLUMN channel TEXT NOT NULL DEFAULT '';
UPDATE payment_refund SET channel = (SELECT i.channel FROM payment_intent i WHERE i.id = payment_refund.intent_id);
ALTER TABLE payment_refund ADD COLUMN is_foreign BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE payment_refund ADD COLUMN is_outside BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE payment_refund ADD COLUMN former TEXT;
ALTER TABLE payment_refund ADD COLUMN note TEXT;
CREATE INDEX payment_refund_former ON payment_refund (former) WHERE former IS NOT NULL;
CREATE INDEX payment_refund_status ON payment_refund (status, id);
DROP INDEX payment_refund_due;
CREATE INDEX payment_refund_due ON payment_refund (channel, next_at) WHERE next_at IS NOT NULL;

-- What an operator has to look at: a refund made at the provider, a difference to a bill, a complaint. status: 0 open,
-- 1 settled. key: the same case is opened once.
CREATE TABLE payment_case (
  id IDENTITY,
  kind TEXT NOT NULL,
  channel TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  intent_id BIGINT REFERENCES payment_intent (id),
  refund_id BIGINT REFERENCES payment_refund (id),
  fen BIGINT,
  detail TEXT NOT NULL,
  deadline_at BIGINT,
  status BIGINT NOT NULL DEFAULT 0 CHECK (status IN (0, 1)),
  note TEXT,
  settled_by TEXT,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
) STRICT;
CREATE INDEX payment_case_status ON payment_case (status, id);
CREATE INDEX payment_case_kind ON payment_case (kind, id);
CREATE INDEX payment_case_intent ON payment_case (intent_id, id);
