-- A link by which one of the others who must agree comes to a dossier: the SHA-256 of its token, and for whom it is. One at a time for each.
CREATE TABLE invitation (
    token TEXT PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossier (id), person TEXT NOT NULL,
    made_at INTEGER NOT NULL, until INTEGER NOT NULL, opened_at INTEGER,
    UNIQUE (dossier, person)
) STRICT, WITHOUT ROWID;
