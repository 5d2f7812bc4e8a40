-- The bills of the providers: one row for each channel, day and kind. day: 2018-06-08 in China's time zone, begins_at: its
-- first moment. kind: 0 trade, 1 fund flow. status: 0 waits for the provider, 1 is loaded, 2 is matched, 3 reconciled,
-- 4 the provider has none. hash is empty until all lines are stored; revision counts the loads. fees_posted and
-- movements_posted: what the ledger has of it. next_at: when it is fetched or matched next. Money in fen.
CREATE TABLE payment_bill (
  id IDENTITY,
  channel TEXT NOT NULL,
  day TEXT NOT NULL,
  begins_at BIGINT NOT NULL,
  kind BIGINT NOT NULL CHECK (kind IN (0, 1)),
  status BIGINT NOT NULL DEFAULT 0 CHECK (status BETWEEN 0 AND 4),
  hash TEXT NOT NULL DEFAULT '',
  revision BIGINT NOT NULL DEFAULT 0,
  line_count BIGINT NOT NULL DEFAULT 0,
  paid BIGINT NOT NULL DEFAULT 0,
  refunded BIGINT NOT NULL DEFAULT 0,
  fees BIGINT NOT NULL DEFAULT 0,
  movements BIGINT NOT NULL DEFAULT 0,
  fees_posted BIGINT NOT NULL DEFAULT 0,
  movements_posted BIGINT NOT NULL DEFAULT 0,
  tries BIGINT NOT NULL DEFAULT 0,
  last_error TEXT,
  next_at BIGINT,
  created_at BIGINT NOT NULL,
  fetched_at BIGINT,
  reconciled_at BIGINT,
  UNIQUE (channel, begins_at, kind)
) STRICT;
CREATE INDEX payment_bill_day ON payment_bill (day, id);
CREATE INDEX payment_bill_status ON payment_bill (status, id);
CREATE INDEX payment_bill_due ON payment_bill (channel, next_at) WHERE next_at IS NOT NULL;

-- The lines of bills; of a fund flow only those that no trade bill has. kind: 0 payment, 1 refund, 2 fee, 3 other movement.
-- status: 0 to be matched, 1 agrees with the payment or the refund, 2 differs, as the case says, 3 needs nothing.
-- month: 2018-06.
CREATE TABLE payment_bill_line (
  id IDENTITY,
  bill_id BIGINT NOT NULL REFERENCES payment_bill (id),
  line_no BIGINT NOT NULL,
  channel TEXT NOT NULL,
  month TEXT NOT NULL,
  kind BIGINT NOT NULL CHECK (kind BETWEEN 0 AND 3),
  reference TEXT NOT NULL,
  transaction_no TEXT NOT NULL,
  refund_no TEXT NOT NULL,
  fen BIGINT NOT NULL,
  fee BIGINT NOT NULL,
  happened_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  status BIGINT NOT NULL DEFAULT 0 CHECK (status BETWEEN 0 AND 3),
  intent_id BIGINT REFERENCES payment_intent (id),
  refund_id BIGINT REFERENCES payment_refund (id),
  case_id BIGINT REFERENCES payment_case (id),
  UNIQUE (bill_id, line_no)
) STRICT;
CREATE INDEX payment_bill_line_new ON payment_bill_line (bill_id, kind, id) WHERE status = 0;
CREATE INDEX payment_bill_line_difference ON payment_bill_line (bill_id) WHERE status = 2;
CREATE INDEX payment_bill_line_intent ON payment_bill_line (intent_id) WHERE intent_id IS NOT NULL;
CREATE INDEX payment_bill_line_refund ON payment_bill_line (refund_id) WHERE refund_id IS NOT NULL;
CREATE INDEX payment_bill_line_case ON payment_bill_line (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX payment_bill_line_reference ON payment_bill_line (reference);
CREATE INDEX payment_bill_line_refund_no ON payment_bill_line (refund_no) WHERE refund_no <> '';
CREATE INDEX payment_bill_line_bill ON payment_bill_line (bill_id, id);
CREATE INDEX payment_bill_line_month ON payment_bill_line (month, id);

-- A bill is compared with the payments and the refunds of its time.
CREATE INDEX payment_intent_paid ON payment_intent (channel, paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX payment_refund_ended ON payment_refund (channel, ended_at) WHERE ended_at IS NOT NULL;

-- The payments and refunds that must be in a trade bill, are in none, and have no case about it that is open or that an
-- operator has settled. happened_at: when the bill should have it, settled_at: when it ended here. A payment at midnight may
-- be in the bill of either day, so those of the times an hour before and after must be known (3 or 4). The bill has a refund
-- on the day when the provider accepted it, so those of all days from an hour before its request to an hour after its end must
-- be known. 28800000 is China's time zone.
CREATE VIEW payment_not_billed AS
SELECT i.channel AS channel, i.id AS intent_id, NULL AS refund_id, i.reference AS reference, i.paid AS fen,
  i.paid_at AS happened_at, i.paid_at AS settled_at
FROM payment_intent i
WHERE i.status IN (2, 5)
  AND NOT EXISTS (SELECT 1 FROM payment_bill_line l WHERE l.intent_id = i.id AND l.kind = 0)
  AND EXISTS (SELECT 1 FROM payment_bill b WHERE b.channel = i.channel AND b.kind = 0 AND b.status IN (3, 4)
    AND b.begins_at > i.paid_at - 3600000 - 86400000 AND b.begins_at <= i.paid_at - 3600000)
  AND EXISTS (SELECT 1 FROM payment_bill b WHERE b.channel = i.channel AND b.kind = 0 AND b.status IN (3, 4)
    AND b.begins_at > i.paid_at + 3600000 - 86400000 AND b.begins_at <= i.paid_at + 3600000)
  AND NOT EXISTS (SELECT 1 FROM payment_case c WHERE c.intent_id = i.id AND c.refund_id IS NULL AND c.kind = 'missing there'
    AND (c.status = 0 OR c.settled_by IS NOT NULL))
UNION ALL
SELECT r.channel, r.intent_id, r.id, r.reference, r.fen, r.created_at, r.ended_at
FROM payment_refund r
WHERE r.status = 1 AND NOT r.is_outside
  AND COALESCE((SELECT CAST(SUM(l.fen) AS BIGINT) FROM payment_bill_line l WHERE l.refund_id = r.id), 0)
    < CASE WHEN r.is_foreign THEN r.fen ELSE 1 END
  AND (SELECT COUNT(*) FROM payment_bill b WHERE b.channel = r.channel AND b.kind = 0 AND b.status IN (3, 4)
      AND b.begins_at > r.created_at - 3600000 - 86400000 AND b.begins_at <= r.ended_at + 3600000)
    = (r.ended_at + 3600000 + 28800000) / 86400000 - (r.created_at - 3600000 + 28800000) / 86400000 + 1
  AND NOT EXISTS (SELECT 1 FROM payment_case c WHERE c.intent_id = r.intent_id AND c.refund_id = r.id AND c.kind = 'missing there'
    AND (c.status = 0 OR c.settled_by IS NOT NULL));
