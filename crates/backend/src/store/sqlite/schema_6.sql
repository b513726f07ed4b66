-- Decisions about asking registers, each kept: the latest by rowid counts. `agreed` is 1 or 0.
CREATE TABLE consent (
    reference TEXT PRIMARY KEY, owner TEXT NOT NULL, purpose TEXT NOT NULL, agreed INTEGER NOT NULL, text TEXT NOT NULL,
    registers TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_of ON consent (owner, purpose);
-- What a citizen gave in a filed dossier and is offered in the next one; the latest counts.
CREATE TABLE earlier (
    owner TEXT NOT NULL, fact TEXT NOT NULL, value TEXT NOT NULL, dossier TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (owner, fact)
) STRICT, WITHOUT ROWID;
-- How much of each snapshot did not have to be given, and what of it may be offered again (JSON, emptied with the answers).
CREATE TABLE reuse (
    dossier TEXT NOT NULL REFERENCES dossier (id), snapshot INTEGER NOT NULL, given INTEGER NOT NULL, known INTEGER NOT NULL,
    proposed INTEGER NOT NULL, papers_given INTEGER NOT NULL, papers_known INTEGER NOT NULL, again TEXT NOT NULL,
    PRIMARY KEY (dossier, snapshot)
) STRICT, WITHOUT ROWID;
