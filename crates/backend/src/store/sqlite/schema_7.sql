-- Files on their way: a citizen may close the page, lose the line, and go on. Their pieces are beside the stored files.
CREATE TABLE upload (
    id TEXT PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossier (id), field TEXT NOT NULL, name TEXT NOT NULL,
    size INTEGER NOT NULL, sha256 TEXT NOT NULL, received INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, file TEXT,
    created_at INTEGER NOT NULL, touched_at INTEGER NOT NULL, due_at INTEGER, tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_of_dossier ON upload (dossier, created_at);
CREATE INDEX upload_by_state ON upload (state, touched_at);
