-- The order of the feed, narrow, so that a deep page leaves many articles out at little cost. With the column
-- of its condition the index alone answers.
CREATE INDEX co_article_feed ON co_article (id, hidden, user_id) WHERE NOT hidden;
