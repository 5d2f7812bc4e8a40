-- A bucket of a rate limit that all processes take from. full_at: when it will be full again, in Unix
-- ms. caller is an address, an IPv6 /64 network, or an account such as community:7.
CREATE TABLE rate_bucket (
  limit_name TEXT NOT NULL,
  caller TEXT NOT NULL,
  full_at BIGINT NOT NULL,
  PRIMARY KEY (limit_name, caller)
) STRICT;
