-- What becomes of a project's money, decided once. Money in fen, times in Unix ms. outcome: 4 to the owner, 5 back to the
-- supporters. While ended_at is nothing, supporters still wait for theirs.
CREATE TABLE cf_settlement (
  project_id BIGINT PRIMARY KEY REFERENCES cf_project (id) ON DELETE CASCADE,
  outcome BIGINT NOT NULL CHECK (outcome IN (4, 5)),
  fen BIGINT NOT NULL CHECK (fen >= 0),
  fee BIGINT NOT NULL CHECK (fee BETWEEN 0 AND fen),
  created_at BIGINT NOT NULL,
  ended_at BIGINT
) STRICT;
CREATE INDEX cf_settlement_open ON cf_settlement (project_id) WHERE ended_at IS NULL;

-- status: 0 waits, 1 succeeded, 2 failed.
CREATE TABLE cf_recharge (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES cf_user (id),
  money BIGINT NOT NULL CHECK (money > 0),
  channel TEXT NOT NULL,
  status BIGINT NOT NULL DEFAULT 0 CHECK (status IN (0, 1, 2)),
  created_at BIGINT NOT NULL
) STRICT;
CREATE INDEX cf_recharge_user ON cf_recharge (user_id, id);

-- status: 0 waits for an operator, 1 paid out, 2 refused. Where the money goes is frozen here.
CREATE TABLE cf_withdrawal (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES cf_user (id),
  money BIGINT NOT NULL CHECK (money > 0),
  target TEXT NOT NULL,
  status BIGINT NOT NULL DEFAULT 0 CHECK (status IN (0, 1, 2)),
  created_at BIGINT NOT NULL,
  decided_at BIGINT
) STRICT;
CREATE INDEX cf_withdrawal_user ON cf_withdrawal (user_id, id);
CREATE INDEX cf_withdrawal_waiting ON cf_withdrawal (id) WHERE status = 0;

CREATE INDEX cf_support_unsettled ON cf_support (project_id, id) WHERE paid AND status = 0;
