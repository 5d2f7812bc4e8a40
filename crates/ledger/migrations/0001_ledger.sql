-- Whose money it is. owner: a user or a project, 0 where there is one account of the kind. channel: of clearing accounts.
-- balance, in fen, is kept where it is a limit: users and escrows. The others' are sums, so that no row is everybody's.
CREATE TABLE ledger_account (
  id IDENTITY,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'held', 'escrow', 'platform', 'clearing', 'external')),
  owner BIGINT NOT NULL,
  channel TEXT NOT NULL DEFAULT '',
  balance BIGINT NOT NULL DEFAULT 0 CHECK (balance >= 0),
  UNIQUE (kind, owner, channel)
) STRICT;

-- One movement of money, once: the key says what it is for.
CREATE TABLE ledger_posting (
  id IDENTITY,
  key TEXT NOT NULL UNIQUE,
  what TEXT NOT NULL,
  created_at BIGINT NOT NULL
) STRICT;

-- Two lines or more, whose sum is zero. Never changed, never deleted.
CREATE TABLE ledger_line (
  id IDENTITY,
  posting_id BIGINT NOT NULL REFERENCES ledger_posting (id),
  account_id BIGINT NOT NULL REFERENCES ledger_account (id),
  fen BIGINT NOT NULL CHECK (fen <> 0),
  -- The account's balance after it, where one is kept.
  balance BIGINT
) STRICT;
CREATE INDEX ledger_line_posting ON ledger_line (posting_id);
CREATE INDEX ledger_line_account ON ledger_line (account_id, id);
