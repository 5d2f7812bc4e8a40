-- What only operators narrow their lists by and search in. The condition holds for every row, and only the console's statements
-- say it: no statement of the products prefers one of these to its own. None of them moves when a ticket is bought and paid.
CREATE INDEX co_user_by_nickname ON co_user (nickname) WHERE id > 0;
CREATE INDEX co_user_by_phone ON co_user (phone) WHERE id > 0;
CREATE INDEX co_article_by_user ON co_article (user_id, id) WHERE id > 0;
CREATE INDEX co_ticket_by_project ON co_ticket (project_id, id) WHERE id > 0;
CREATE INDEX cf_user_by_nickname ON cf_user (nickname) WHERE id > 0;
CREATE INDEX cf_withdrawal_by_status ON cf_withdrawal (status, id) WHERE id > 0;
CREATE INDEX payment_refund_by_status ON payment_refund (status, id) WHERE id > 0;
CREATE INDEX console_audit_by_resource ON console_audit (resource, id) WHERE id > 0;
CREATE INDEX outbox_unsent ON outbox (id) WHERE next_at IS NULL AND payload <> '';
