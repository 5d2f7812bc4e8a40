-- What happens after the money is there, and what people say.
CREATE TABLE cf_section (
  id IDENTITY,
  project_id BIGINT NOT NULL REFERENCES cf_project (id) ON DELETE CASCADE,
  status BIGINT NOT NULL CHECK (status IN (0, 1, 2)),
  position BIGINT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL
) STRICT;
CREATE INDEX cf_section_project ON cf_section (project_id, position, id);

CREATE TABLE cf_task (
  id IDENTITY,
  project_id BIGINT NOT NULL REFERENCES cf_project (id) ON DELETE CASCADE,
  section_id BIGINT NOT NULL REFERENCES cf_section (id) ON DELETE CASCADE,
  status BIGINT NOT NULL CHECK (status IN (0, 1, 2)),
  position BIGINT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX cf_task_section ON cf_task (section_id, position, id);
CREATE INDEX cf_task_project ON cf_task (project_id);

-- A tree; root_id is the top comment it hangs under, nothing for a top comment. An anonymous one has no user.
CREATE TABLE cf_comment (
  id IDENTITY,
  project_id BIGINT NOT NULL REFERENCES cf_project (id) ON DELETE CASCADE,
  user_id BIGINT REFERENCES cf_user (id),
  parent_id BIGINT REFERENCES cf_comment (id),
  root_id BIGINT,
  created_at BIGINT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX cf_comment_top ON cf_comment (project_id, id) WHERE parent_id IS NULL;
CREATE INDEX cf_comment_project ON cf_comment (project_id);
CREATE INDEX cf_comment_root ON cf_comment (root_id, id);
CREATE INDEX cf_comment_children ON cf_comment (parent_id, id) WHERE parent_id IS NOT NULL;
CREATE INDEX cf_comment_user ON cf_comment (user_id) WHERE user_id IS NOT NULL;

CREATE TABLE cf_topic (
  id IDENTITY,
  project_id BIGINT NOT NULL REFERENCES cf_project (id) ON DELETE CASCADE,
  user_id BIGINT NOT NULL REFERENCES cf_user (id),
  post_datetime BIGINT NOT NULL,
  modify_datetime BIGINT NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX cf_topic_project ON cf_topic (project_id, id);

CREATE TABLE cf_topic_comment (
  id IDENTITY,
  topic_id BIGINT NOT NULL REFERENCES cf_topic (id) ON DELETE CASCADE,
  user_id BIGINT NOT NULL REFERENCES cf_user (id),
  parent_id BIGINT REFERENCES cf_topic_comment (id),
  root_id BIGINT,
  created_at BIGINT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX cf_topic_comment_top ON cf_topic_comment (topic_id, id) WHERE parent_id IS NULL;
CREATE INDEX cf_topic_comment_topic ON cf_topic_comment (topic_id);
CREATE INDEX cf_topic_comment_root ON cf_topic_comment (root_id, id);
CREATE INDEX cf_topic_comment_children ON cf_topic_comment (parent_id, id) WHERE parent_id IS NOT NULL;
