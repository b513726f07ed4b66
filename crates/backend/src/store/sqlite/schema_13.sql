-- A mandate names its grantee; the first use under that name takes it up. One given before the name was asked for has none and is good as it was given.
ALTER TABLE mandate ADD COLUMN grantee_name TEXT;
ALTER TABLE mandate ADD COLUMN taken_at INTEGER;
