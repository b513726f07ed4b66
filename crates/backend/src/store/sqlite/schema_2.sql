-- Procedures as they were: a dossier stays with its version when the folder moves on.
CREATE TABLE procedure (
    code TEXT NOT NULL, version TEXT NOT NULL, schema TEXT NOT NULL, texts TEXT NOT NULL,
    PRIMARY KEY (code, version)
) STRICT;

-- Answers that were given hold what a citizen typed: they must be found when a dossier is erased.
ALTER TABLE answered ADD COLUMN dossier TEXT;
CREATE INDEX answered_of_dossier ON answered (dossier);
UPDATE answered SET dossier = json_extract(body, '$.id') WHERE route = 'POST /api/dossiers';
UPDATE answered SET dossier = substr(route, 20, instr(substr(route, 20), '/') - 1)
    WHERE route LIKE 'POST /api/dossiers/%/%';
