-- Who may act for whom. A mandate is never forgotten, only over: dossiers name it.
CREATE TABLE mandate (
    id TEXT PRIMARY KEY, grantor TEXT NOT NULL, grantor_name TEXT NOT NULL, grantee TEXT NOT NULL, procedures TEXT NOT NULL,
    ends_on TEXT NOT NULL, created_at INTEGER NOT NULL, revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX mandate_of_grantor ON mandate (grantor, created_at);
CREATE INDEX mandate_of_grantee ON mandate (grantee, created_at);
ALTER TABLE dossier ADD COLUMN acting_for TEXT;
