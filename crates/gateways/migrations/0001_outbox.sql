-- What must go out. next_at: when it is due, NULL once it has ended.
CREATE TABLE outbox (
  id IDENTITY,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  next_at BIGINT,
  tries BIGINT NOT NULL,
  ended_at BIGINT,
  last_error TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (kind, next_at, id) WHERE next_at IS NOT NULL;
