-- What failed for good and can still be sent again: its payload is kept until it expires.
CREATE INDEX outbox_failed ON outbox (expires_at) WHERE next_at IS NULL AND payload <> '';
