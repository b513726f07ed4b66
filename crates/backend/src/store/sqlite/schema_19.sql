-- A sign-in can be for standing by the bytes of a dossier. One that is under way meanwhile begins anew.
DELETE FROM sign_in;
ALTER TABLE sign_in ADD COLUMN begun_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sign_in ADD COLUMN dossier TEXT;
ALTER TABLE sign_in ADD COLUMN sha256 TEXT;
