-- Help with filling in: a mandate may go no further, and a dossier knows who helps with it and in whose hands it is.
ALTER TABLE mandate ADD COLUMN extent TEXT NOT NULL DEFAULT 'act';
ALTER TABLE dossier ADD COLUMN helper TEXT;
ALTER TABLE dossier ADD COLUMN helped_name TEXT;
ALTER TABLE dossier ADD COLUMN handed_over_at INTEGER;
ALTER TABLE dossier ADD COLUMN taken_up_at INTEGER;
CREATE INDEX dossier_helped ON dossier (json_extract(helper, '$.id')) WHERE helper IS NOT NULL;
