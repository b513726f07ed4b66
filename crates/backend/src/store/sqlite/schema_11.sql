-- When a parent's right ends by itself: the child's eighteenth birthday. What was opened before that was noted ends a year after.
ALTER TABLE dossier ADD COLUMN acting_until TEXT;
UPDATE dossier SET acting_until = date(created_at, 'unixepoch', '+1 year') WHERE json_extract(acting_for, '$.right') = 'parent';
