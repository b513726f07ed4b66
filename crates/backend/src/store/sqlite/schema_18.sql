-- A container that waits for nothing but an answer about its certificate, since this Unix second.
ALTER TABLE attempt ADD COLUMN unchecked BLOB;
ALTER TABLE attempt ADD COLUMN unchecked_at INTEGER;
-- What was said about the revocation of a signer's certificate: a file beside the container, as it came. Never changed, only erased with the
-- dossier.
CREATE TABLE revocation (
    dossier TEXT NOT NULL REFERENCES dossier (id), attempt INTEGER NOT NULL, source TEXT NOT NULL, answer BLOB NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (dossier, attempt)
) STRICT;
CREATE TRIGGER revocation_is_only_added BEFORE UPDATE ON revocation BEGIN SELECT raise(ABORT, 'an answer is never changed'); END;
