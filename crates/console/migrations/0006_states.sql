-- What operators narrow their lists to. None of these indexes holds a row of an order or a payment while it is sold and paid.
CREATE INDEX co_user_banned ON co_user (id) WHERE banned IS NOT NULL;
CREATE INDEX cf_user_inactive ON cf_user (id) WHERE NOT is_active;
CREATE INDEX co_order_cancelled ON co_order (id) WHERE status = 2;
CREATE INDEX payment_intent_ended ON payment_intent (status, id) WHERE status IN (3, 4, 5);
CREATE INDEX cf_recharge_failed ON cf_recharge (id) WHERE status = 2;
CREATE INDEX cf_support_failed ON cf_support (id) WHERE status = 2;
CREATE INDEX outbox_by_state ON outbox (state, id) WHERE id > 0;
CREATE INDEX outbox_failed_lately ON outbox (id) WHERE state = 'failed' AND (recipient IS NOT NULL OR payload <> '');
