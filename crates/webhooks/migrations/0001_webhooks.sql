-- Where events go. secret and former_secret are encrypted; former_secret signs too until former_until.
-- failing_since: since when nothing has arrived. not_before: when the next attempt may be made.
-- paused_at: nothing is sent since then; events wait. removed_at: an operator has deleted it; the row goes
-- after its deliveries.
CREATE TABLE webhook_endpoint (
  id IDENTITY,
  url TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  wants_users BOOLEAN NOT NULL DEFAULT FALSE,
  wants_orders BOOLEAN NOT NULL DEFAULT FALSE,
  wants_payments BOOLEAN NOT NULL DEFAULT FALSE,
  wants_refunds BOOLEAN NOT NULL DEFAULT FALSE,
  wants_messages BOOLEAN NOT NULL DEFAULT FALSE,
  wants_reports BOOLEAN NOT NULL DEFAULT FALSE,
  wants_projects BOOLEAN NOT NULL DEFAULT FALSE,
  wants_supports BOOLEAN NOT NULL DEFAULT FALSE,
  moderates BOOLEAN NOT NULL DEFAULT FALSE,
  secret TEXT NOT NULL DEFAULT '',
  former_secret TEXT NOT NULL DEFAULT '',
  former_until BIGINT,
  failures BIGINT NOT NULL DEFAULT 0,
  failing_since BIGINT,
  not_before BIGINT NOT NULL DEFAULT 0,
  paused_at BIGINT,
  removed_at BIGINT,
  last_error TEXT,
  created_at BIGINT NOT NULL
) STRICT;

-- An event for one endpoint. thing: what happened to, such as order:7; its events go out in order.
-- next_at: when it is due, NULL once it has ended. answer_by: until when a verdict counts. tries: attempts;
-- refusals: those among them that the endpoint refused.
CREATE TABLE webhook_delivery (
  id IDENTITY,
  endpoint_id BIGINT NOT NULL REFERENCES webhook_endpoint (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  thing TEXT NOT NULL,
  data TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed', 'unanswered')),
  tries BIGINT NOT NULL DEFAULT 0,
  refusals BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  next_at BIGINT,
  answer_by BIGINT,
  verdict TEXT,
  status BIGINT,
  last_error TEXT,
  ended_at BIGINT,
  CHECK ((state = 'waiting') = (next_at IS NOT NULL))
) STRICT;
CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint_id, next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_delivery_thing ON webhook_delivery (endpoint_id, thing, id) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (endpoint_id, created_at)
  WHERE next_at IS NOT NULL;
CREATE INDEX webhook_delivery_answer ON webhook_delivery (answer_by, id)
  WHERE answer_by IS NOT NULL AND next_at IS NOT NULL;
CREATE INDEX webhook_delivery_created ON webhook_delivery (created_at);
CREATE INDEX webhook_delivery_of ON webhook_delivery (thing);
CREATE INDEX webhook_delivery_endpoint ON webhook_delivery (endpoint_id, id);
CREATE INDEX webhook_delivery_state ON webhook_delivery (state, id);
