-- Projects of masters, their tickets, carts and orders.
CREATE TABLE co_project (
  id IDENTITY,
  master_id BIGINT NOT NULL REFERENCES co_master (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  image TEXT,
  intro TEXT,
  created_at BIGINT NOT NULL,
  ticket_count BIGINT NOT NULL DEFAULT 0 CHECK (ticket_count >= 0),
  recommended BIGINT
) STRICT;
CREATE INDEX co_project_master ON co_project (master_id, id);
CREATE INDEX co_project_recommended ON co_project (recommended, id DESC) WHERE recommended IS NOT NULL;

CREATE TABLE co_order (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id),
  price BIGINT NOT NULL CHECK (price >= 0),
  status BIGINT NOT NULL CHECK (status IN (0, 1, 2)),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
) STRICT;
CREATE INDEX co_order_mine ON co_order (user_id, id);
CREATE INDEX co_order_status ON co_order (user_id, status, id);
CREATE INDEX co_order_expiry ON co_order (expires_at, id) WHERE status = 0;

-- One ticket is one unit, sold once. state: 0 on sale, 1 reserved by order_id, 2 sold to owner_id.
CREATE TABLE co_ticket (
  id IDENTITY,
  project_id BIGINT NOT NULL REFERENCES co_project (id),
  master_id BIGINT NOT NULL REFERENCES co_master (id),
  state BIGINT NOT NULL DEFAULT 0,
  order_id BIGINT REFERENCES co_order (id),
  owner_id BIGINT REFERENCES co_user (id),
  sold_at BIGINT,
  price BIGINT NOT NULL CHECK (price >= 0),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  recommended BIGINT,
  last_comment_id BIGINT,
  name TEXT NOT NULL,
  image TEXT,
  images TEXT NOT NULL DEFAULT '[]',
  intro TEXT,
  CHECK ((state = 0 AND order_id IS NULL AND owner_id IS NULL)
      OR (state = 1 AND order_id IS NOT NULL AND owner_id IS NULL)
      OR (state = 2 AND order_id IS NOT NULL AND owner_id IS NOT NULL))
) STRICT;
CREATE INDEX co_ticket_project ON co_ticket (project_id, id) WHERE state = 0;
CREATE INDEX co_ticket_on_sale ON co_ticket (id) WHERE state = 0;
CREATE INDEX co_ticket_recommended ON co_ticket (recommended, id DESC) WHERE state = 0 AND recommended IS NOT NULL;
CREATE INDEX co_ticket_order ON co_ticket (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX co_ticket_owner ON co_ticket (owner_id, sold_at, id) WHERE owner_id IS NOT NULL;
CREATE INDEX co_ticket_circle ON co_ticket (last_comment_id) WHERE last_comment_id IS NOT NULL;

CREATE TABLE co_order_item (
  id IDENTITY,
  order_id BIGINT NOT NULL REFERENCES co_order (id) ON DELETE CASCADE,
  ticket_id BIGINT NOT NULL REFERENCES co_ticket (id),
  price BIGINT NOT NULL CHECK (price >= 0),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (order_id, ticket_id)
) STRICT;
CREATE INDEX co_order_item_ticket ON co_order_item (ticket_id);

CREATE TABLE co_cart (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  ticket_id BIGINT NOT NULL REFERENCES co_ticket (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (user_id, ticket_id)
) STRICT;
CREATE INDEX co_cart_newest ON co_cart (user_id, id);
CREATE INDEX co_cart_ticket ON co_cart (ticket_id);

CREATE TABLE co_ticket_comment (
  id IDENTITY,
  ticket_id BIGINT NOT NULL REFERENCES co_ticket (id) ON DELETE CASCADE,
  user_id BIGINT NOT NULL REFERENCES co_user (id) ON DELETE CASCADE,
  content TEXT NOT NULL,
  created_at BIGINT NOT NULL
) STRICT;
CREATE INDEX co_ticket_comment_ticket ON co_ticket_comment (ticket_id, id);
