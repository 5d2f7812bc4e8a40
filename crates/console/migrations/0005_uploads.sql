-- Uploads by their time; their keys are random.
CREATE INDEX co_media_by_upload ON co_media (uploaded_at, id) WHERE blob IS NOT NULL;
