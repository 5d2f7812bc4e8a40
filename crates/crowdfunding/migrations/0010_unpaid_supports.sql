-- The unpaid supports of a user, which are bounded.
CREATE INDEX cf_support_pending ON cf_support (user_id) WHERE NOT paid;
