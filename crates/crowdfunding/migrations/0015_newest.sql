-- The order of lists, narrow, so that a deep page leaves many projects out at little cost.
CREATE INDEX cf_project_newest ON cf_project (id, status);
