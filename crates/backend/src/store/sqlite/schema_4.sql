-- Drafts that moved to another version of their form: what was answered, and what became of it. The number is that of the event.
CREATE TABLE moved (
    dossier TEXT NOT NULL REFERENCES dossier (id), number INTEGER NOT NULL, answers TEXT NOT NULL, report TEXT NOT NULL,
    at INTEGER NOT NULL, seen_at INTEGER,
    PRIMARY KEY (dossier, number)
) STRICT, WITHOUT ROWID;
