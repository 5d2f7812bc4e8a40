-- Images without an owner, which live one day.
CREATE INDEX cf_image_unclaimed ON cf_image (created_at) WHERE user_id IS NULL;
