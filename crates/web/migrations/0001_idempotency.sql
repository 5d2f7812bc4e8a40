-- Calls that carry an Idempotency-Key, and their answers. caller: an API and its user ('community:7'). status: NULL while the
-- call runs, 0 a success, otherwise how the API counts the refusal. Who claims a call without an answer after until_ms
-- takes it over: attempt tells the claims of a call apart, begun is the id of what an earlier one has made. Times in Unix ms.
CREATE TABLE idempotency (
  caller TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  attempt BIGINT NOT NULL DEFAULT 1,
  until_ms BIGINT NOT NULL,
  begun BIGINT,
  status BIGINT,
  body TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (caller, key)
) STRICT;
CREATE INDEX idempotency_age ON idempotency (created_at);
