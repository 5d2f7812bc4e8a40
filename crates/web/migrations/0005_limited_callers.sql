-- How often limits refused a caller in an hour. caller is an address, an IPv6 /64 network, or an
-- account such as community:7.
CREATE TABLE limited_caller (
  hour_at BIGINT NOT NULL,
  limit_name TEXT NOT NULL,
  caller TEXT NOT NULL,
  refused BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  PRIMARY KEY (hour_at, limit_name, caller)
) STRICT;
