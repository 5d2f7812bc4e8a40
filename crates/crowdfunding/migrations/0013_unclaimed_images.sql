-- Images without an owner, which live one day.
CREATE INDEX cf_image_unclaimed ON cf_image (created_at) WHERE user_id IS NULL;
-- released_at: when the project or feedback was deleted that was the last to show the image. Until it is
-- used again, its file is 404.
ALTER TABLE cf_image ADD COLUMN released_at BIGINT;
CREATE INDEX cf_image_released ON cf_image (released_at) WHERE released_at IS NOT NULL;
