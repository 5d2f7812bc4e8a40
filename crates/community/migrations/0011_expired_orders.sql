-- Whether an order was cancelled because nobody paid it in time.
ALTER TABLE co_order ADD COLUMN expired BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX co_order_expired ON co_order (user_id, updated_at) WHERE expired;
-- Failed logins are counted for each network, in login_network.
DROP TABLE co_login_failure;
