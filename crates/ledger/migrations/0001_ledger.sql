-- Balances that are limits: of users, of what they have asked out, of escrows. Accounts are named as texts ('user:7').
-- The others' balances are sums, so that no row is everybody's. Money in fen.
CREATE TABLE ledger_balance (
  account TEXT PRIMARY KEY,
  balance BIGINT NOT NULL CHECK (balance >= 0)
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
  account TEXT NOT NULL,
  fen BIGINT NOT NULL CHECK (fen <> 0),
  -- The account's balance after it, where one is kept.
  balance BIGINT
) STRICT;
CREATE INDEX ledger_line_account ON ledger_line (account, id);
