-- The lines of a posting, for whoever follows a payment. Ids of postings grow, so that an entry is put at the index's end.
CREATE INDEX ledger_line_posting ON ledger_line (posting_id);
