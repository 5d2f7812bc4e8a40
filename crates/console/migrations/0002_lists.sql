-- What only operators narrow their lists by and search in.
CREATE INDEX co_user_by_nickname ON co_user (nickname);
CREATE INDEX co_user_by_phone ON co_user (phone);
CREATE INDEX co_article_by_user ON co_article (user_id, id);
CREATE INDEX co_ticket_by_project ON co_ticket (project_id, id);
CREATE INDEX co_ticket_by_master ON co_ticket (master_id, id);
CREATE INDEX co_ticket_by_state ON co_ticket (state, id);
CREATE INDEX co_ticket_by_owner ON co_ticket (owner_id, id) WHERE owner_id IS NOT NULL;
CREATE INDEX co_order_by_status ON co_order (status, id);
CREATE INDEX cf_user_by_nickname ON cf_user (nickname);
CREATE INDEX cf_withdrawal_by_status ON cf_withdrawal (status, id);
CREATE INDEX payment_intent_by_subject ON payment_intent (subject_id, id);
CREATE INDEX payment_intent_by_status ON payment_intent (status, id);
CREATE INDEX payment_refund_by_status ON payment_refund (status, id);
CREATE INDEX ledger_line_by_posting ON ledger_line (posting_id, id);
CREATE INDEX console_audit_by_resource ON console_audit (resource, id);
