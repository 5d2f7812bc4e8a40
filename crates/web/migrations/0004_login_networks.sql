-- Failed logins of an account from a network, and when it last logged in from there. account names the
-- product too. An IPv6 network is a /64.
CREATE TABLE login_network (
  account TEXT NOT NULL,
  network TEXT NOT NULL,
  failures BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  known_at BIGINT,
  PRIMARY KEY (account, network)
) STRICT;
CREATE INDEX login_network_last ON login_network (last_at);
