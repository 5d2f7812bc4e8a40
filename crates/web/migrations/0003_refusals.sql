-- The stored refusals of a caller, of which only the newest are kept.
CREATE INDEX idempotency_refusals ON idempotency (caller, created_at, key) WHERE status <> 0;
