-- Names with endless extensions; nine names of today have at most 700 characters.
UPDATE co_article SET images = '[]' WHERE LENGTH(images) > 700;
