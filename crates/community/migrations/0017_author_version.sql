-- One row. On SQLite its number is raised whenever what articles show of an author changes, so that each process
-- sees which authors in its memory still count.
CREATE TABLE co_author_version (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL
) STRICT;
INSERT INTO co_author_version (id, version) VALUES (1, 0);
