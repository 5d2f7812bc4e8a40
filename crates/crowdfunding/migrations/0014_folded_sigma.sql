-- A folded name has one letter for both forms of the Greek sigma.
UPDATE cf_project SET name_folded = REPLACE(name_folded, 'ς', 'σ') WHERE name_folded LIKE '%ς%';
INSERT INTO cf_project_gram (gram, project_id)
  SELECT DISTINCT REPLACE(gram, 'ς', 'σ'), project_id FROM cf_project_gram WHERE gram LIKE '%ς%'
  ON CONFLICT (gram, project_id) DO NOTHING;
DELETE FROM cf_project_gram WHERE gram LIKE '%ς%';
