-- The first schema. Never edit a schema that was released: add the next file.
CREATE TABLE session (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, level TEXT NOT NULL,
    created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL, return_to TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dossier (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, procedure TEXT NOT NULL, procedure_version TEXT NOT NULL,
    language TEXT NOT NULL, subject TEXT, page TEXT, stage TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_of_owner ON dossier (owner, created_at);

CREATE TABLE event (
    dossier TEXT NOT NULL REFERENCES dossier (id), number INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (dossier, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    dossier TEXT PRIMARY KEY REFERENCES dossier (id), revision INTEGER NOT NULL, answers TEXT NOT NULL,
    facts TEXT NOT NULL, trouble TEXT NOT NULL, saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE frozen (
    dossier TEXT NOT NULL REFERENCES dossier (id), number INTEGER NOT NULL, content BLOB NOT NULL, today TEXT NOT NULL,
    applicant_name TEXT NOT NULL, applicant_id TEXT NOT NULL,
    PRIMARY KEY (dossier, number)
) STRICT;

CREATE TABLE attempt (
    dossier TEXT NOT NULL REFERENCES dossier (id), number INTEGER NOT NULL, snapshot INTEGER NOT NULL,
    chain TEXT NOT NULL, signing_time TEXT NOT NULL, attributes BLOB NOT NULL, container BLOB,
    PRIMARY KEY (dossier, number)
) STRICT;

CREATE TABLE payment_order (
    reference TEXT PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossier (id), provider TEXT NOT NULL,
    amount INTEGER NOT NULL, redirect_url TEXT NOT NULL, created_at INTEGER NOT NULL, provider_transaction TEXT,
    UNIQUE (provider, provider_transaction)
) STRICT;

CREATE TABLE file (
    id TEXT PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossier (id), field TEXT NOT NULL, name TEXT NOT NULL,
    size INTEGER NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX file_of_dossier ON file (dossier, created_at);
CREATE INDEX file_by_digest ON file (sha256);

CREATE TABLE task (
    id INTEGER PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossier (id), effect TEXT NOT NULL,
    due_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    UNIQUE (dossier, effect)
) STRICT;
CREATE INDEX task_by_time ON task (due_at);

CREATE TABLE answered (
    owner TEXT NOT NULL, route TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL,
    body TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (owner, route, key)
) STRICT, WITHOUT ROWID;
