-- An attempt to pay for something. status: 0 created, 1 pending, 2 succeeded, 3 failed, 4 expired, 5 refunded; it only moves
-- on. returned: what has gone back or is on its way. Money in fen, times in Unix ms.
CREATE TABLE payment_intent (
  id IDENTITY,
  reference TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  channel TEXT NOT NULL,
  fen BIGINT NOT NULL CHECK (fen > 0),
  status BIGINT NOT NULL DEFAULT 0 CHECK (status BETWEEN 0 AND 5),
  transaction_no TEXT,
  paid BIGINT NOT NULL DEFAULT 0 CHECK (paid >= 0),
  returned BIGINT NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND paid),
  -- What the payer's client needs to go on.
  client TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  next_query_at BIGINT,
  queries BIGINT NOT NULL DEFAULT 0,
  ended_at BIGINT,
  UNIQUE (channel, transaction_no)
) STRICT;
CREATE UNIQUE INDEX payment_intent_open ON payment_intent (subject, subject_id, channel) WHERE status IN (0, 1);
CREATE INDEX payment_intent_subject ON payment_intent (subject, subject_id);
CREATE INDEX payment_intent_due ON payment_intent (next_query_at) WHERE next_query_at IS NOT NULL;

-- Money on its way back. status: 0 waits, 1 done, 2 failed for good.
CREATE TABLE payment_refund (
  id IDENTITY,
  reference TEXT NOT NULL UNIQUE,
  intent_id BIGINT NOT NULL REFERENCES payment_intent (id),
  fen BIGINT NOT NULL CHECK (fen > 0),
  reason TEXT NOT NULL,
  status BIGINT NOT NULL DEFAULT 0 CHECK (status IN (0, 1, 2)),
  next_at BIGINT,
  tries BIGINT NOT NULL DEFAULT 0,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
) STRICT;
CREATE INDEX payment_refund_intent ON payment_refund (intent_id);
CREATE INDEX payment_refund_due ON payment_refund (next_at) WHERE next_at IS NOT NULL;
