-- The citizen's own store of papers. A removed paper keeps only what says that it was there, so that it is not stored again.
CREATE TABLE paper (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL, component TEXT NOT NULL,
    title TEXT NOT NULL, holder TEXT, reference TEXT NOT NULL, issuer TEXT, issued_on TEXT NOT NULL, valid_until TEXT,
    dossier TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL,
    kept_at INTEGER NOT NULL, removed_at INTEGER,
    UNIQUE (source, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_of_owner ON paper (owner, kept_at);
CREATE INDEX paper_by_digest ON paper (sha256);

-- Each use of a paper in a dossier, as the log that the citizen sees: it outlives the paper.
CREATE TABLE paper_use (
    file TEXT PRIMARY KEY, paper TEXT NOT NULL, dossier TEXT NOT NULL REFERENCES dossier (id), field TEXT NOT NULL,
    title TEXT NOT NULL, source TEXT NOT NULL, reference TEXT NOT NULL, issued_on TEXT NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_use_of_paper ON paper_use (paper, at);
CREATE INDEX paper_use_in_dossier ON paper_use (dossier, at);

-- Dossiers whose uploads the citizen wants to keep.
CREATE TABLE paper_keep (dossier TEXT PRIMARY KEY REFERENCES dossier (id), at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
