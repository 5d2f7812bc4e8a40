-- What an operator decides about has a version, which rises with each change of it or its parts.
ALTER TABLE cf_project ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cf_user ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
