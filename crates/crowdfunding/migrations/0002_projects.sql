-- Projects and what belongs to them. Money in fen, times in Unix ms.
CREATE TABLE cf_category (
  id IDENTITY,
  position BIGINT NOT NULL,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX cf_category_order ON cf_category (position, id);
INSERT INTO cf_category (position, name) VALUES
  (1, '闽菜'), (2, '徽菜'), (3, '湘菜'), (4, '浙菜'), (5, '粤菜'), (6, '苏菜'), (7, '川菜'), (8, '鲁菜'), (9, '其他');

-- status: 0 draft, 1 pending, 2 rejected, 3 under way, 4 succeeded, 5 ended, 6 stagnant.
CREATE TABLE cf_project (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES cf_user (id),
  cover BIGINT NOT NULL REFERENCES cf_image (id),
  location BIGINT NOT NULL REFERENCES cf_place (id),
  category BIGINT NOT NULL REFERENCES cf_category (id),
  status BIGINT NOT NULL DEFAULT 0 CHECK (status BETWEEN 0 AND 6),
  total_money BIGINT NOT NULL CHECK (total_money > 0),
  now_money BIGINT NOT NULL DEFAULT 0 CHECK (now_money >= 0),
  total_days BIGINT NOT NULL CHECK (total_days > 0),
  -- When its days began: its approval, and before that its creation.
  started_at BIGINT NOT NULL,
  -- While it is stagnant: since when.
  stopped_at BIGINT,
  post_datetime BIGINT NOT NULL,
  modify_datetime BIGINT NOT NULL,
  attention_count BIGINT NOT NULL DEFAULT 0 CHECK (attention_count >= 0),
  normal_support_count BIGINT NOT NULL DEFAULT 0 CHECK (normal_support_count >= 0),
  partner_support_count BIGINT NOT NULL DEFAULT 0 CHECK (partner_support_count >= 0),
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  location_detail TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL,
  content TEXT NOT NULL,
  tags TEXT NOT NULL DEFAULT '[]',
  reject_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX cf_project_user ON cf_project (user_id, id);
CREATE INDEX cf_project_cover ON cf_project (cover);
CREATE INDEX cf_project_location ON cf_project (location, id);
CREATE INDEX cf_project_category ON cf_project (category, id);
CREATE INDEX cf_project_status ON cf_project (status, id);
CREATE INDEX cf_project_posted ON cf_project (post_datetime, id);
CREATE INDEX cf_project_name ON cf_project (name, id);
CREATE INDEX cf_project_attention ON cf_project (attention_count, id);

-- How many projects there are in each state, so that a page need not count them.
CREATE TABLE cf_project_total (
  status BIGINT PRIMARY KEY,
  count BIGINT NOT NULL CHECK (count >= 0)
) STRICT;
INSERT INTO cf_project_total (status, count) VALUES (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0);

-- Every piece of one, two or three neighbouring characters of a folded name: what a search asks first.
CREATE TABLE cf_project_gram (
  gram TEXT NOT NULL,
  project_id BIGINT NOT NULL REFERENCES cf_project (id) ON DELETE CASCADE,
  PRIMARY KEY (gram, project_id)
) STRICT;
CREATE INDEX cf_project_gram_project ON cf_project_gram (project_id);

CREATE TABLE cf_feedback (
  id IDENTITY,
  project_id BIGINT NOT NULL REFERENCES cf_project (id) ON DELETE CASCADE,
  image BIGINT REFERENCES cf_image (id),
  content TEXT NOT NULL
) STRICT;
CREATE INDEX cf_feedback_project ON cf_feedback (project_id, id);
CREATE INDEX cf_feedback_image ON cf_feedback (image) WHERE image IS NOT NULL;

-- places: how many may take it, 0 for any number; taken: how many have.
CREATE TABLE cf_package (
  id IDENTITY,
  project_id BIGINT NOT NULL REFERENCES cf_project (id) ON DELETE CASCADE,
  money BIGINT NOT NULL CHECK (money > 0),
  places BIGINT NOT NULL CHECK (places >= 0),
  taken BIGINT NOT NULL DEFAULT 0 CHECK (taken >= 0),
  kind BIGINT NOT NULL CHECK (kind IN (0, 1)),
  name TEXT NOT NULL,
  CHECK (places = 0 OR taken <= places)
) STRICT;
CREATE INDEX cf_package_project ON cf_package (project_id, id);

CREATE TABLE cf_package_feedback (
  package_id BIGINT NOT NULL REFERENCES cf_package (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  feedback_id BIGINT NOT NULL REFERENCES cf_feedback (id) ON DELETE CASCADE,
  PRIMARY KEY (package_id, position)
) STRICT;
CREATE INDEX cf_package_feedback_feedback ON cf_package_feedback (feedback_id);

-- status: 0 under way, 1 succeeded, 2 failed. Price and kind are frozen here.
CREATE TABLE cf_support (
  id IDENTITY,
  project_id BIGINT NOT NULL REFERENCES cf_project (id) ON DELETE CASCADE,
  package_id BIGINT NOT NULL REFERENCES cf_package (id) ON DELETE CASCADE,
  user_id BIGINT NOT NULL REFERENCES cf_user (id),
  money BIGINT NOT NULL CHECK (money > 0),
  kind BIGINT NOT NULL CHECK (kind IN (0, 1)),
  status BIGINT NOT NULL DEFAULT 0 CHECK (status IN (0, 1, 2)),
  paid BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  paid_at BIGINT
) STRICT;
CREATE INDEX cf_support_project ON cf_support (project_id, id) WHERE paid;
CREATE INDEX cf_support_any ON cf_support (project_id);
CREATE INDEX cf_support_package ON cf_support (package_id);
CREATE INDEX cf_support_user ON cf_support (user_id, project_id) WHERE paid;
CREATE INDEX cf_support_unpaid ON cf_support (created_at) WHERE NOT paid;
CREATE INDEX cf_support_mine ON cf_support (user_id, id);

CREATE TABLE cf_attention (
  id IDENTITY,
  user_id BIGINT NOT NULL REFERENCES cf_user (id) ON DELETE CASCADE,
  project_id BIGINT NOT NULL REFERENCES cf_project (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  UNIQUE (user_id, project_id)
) STRICT;
CREATE INDEX cf_attention_mine ON cf_attention (user_id, id);
CREATE INDEX cf_attention_project ON cf_attention (project_id);
