-- Requests for a new password whose mail is not written yet, for known and unknown addresses alike.
CREATE TABLE cf_reset_request (
  id IDENTITY,
  email TEXT NOT NULL,
  origin TEXT NOT NULL,
  created_at BIGINT NOT NULL
) STRICT;
