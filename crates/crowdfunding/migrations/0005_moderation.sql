-- What operators have hidden is there for nobody. hidden_under: the comment whose hiding took this one along; itself, where it
-- was the one.
ALTER TABLE cf_comment ADD COLUMN hidden_under BIGINT;
ALTER TABLE cf_topic ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE cf_topic_comment ADD COLUMN hidden_under BIGINT;
DROP INDEX cf_comment_top;
CREATE INDEX cf_comment_shown ON cf_comment (project_id, id) WHERE parent_id IS NULL AND hidden_under IS NULL;
CREATE INDEX cf_comment_hidden ON cf_comment (hidden_under) WHERE hidden_under IS NOT NULL;
DROP INDEX cf_topic_comment_top;
CREATE INDEX cf_topic_comment_shown ON cf_topic_comment (topic_id, id) WHERE parent_id IS NULL AND hidden_under IS NULL;
CREATE INDEX cf_topic_comment_hidden ON cf_topic_comment (hidden_under) WHERE hidden_under IS NOT NULL;
