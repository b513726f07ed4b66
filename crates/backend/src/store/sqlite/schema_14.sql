-- Every question to a register: who asked about whom, for what, and whether it answered; never what. `acts_as` is the right by which somebody
-- acted for another. Neither these nor decisions are ever changed, only erased when their time is over.
CREATE TABLE lookup (
    id INTEGER PRIMARY KEY, subject TEXT NOT NULL, actor TEXT NOT NULL, acts_as TEXT, register TEXT NOT NULL, purpose TEXT NOT NULL,
    dossier TEXT, outcome TEXT NOT NULL, reference TEXT, at INTEGER NOT NULL
) STRICT;
CREATE INDEX lookup_about ON lookup (subject, at);
CREATE INDEX lookup_by ON lookup (actor, at);
CREATE INDEX lookup_at ON lookup (at);
CREATE TRIGGER lookup_is_only_added BEFORE UPDATE ON lookup BEGIN SELECT raise(ABORT, 'a look-up is never changed'); END;

-- Whether a refusal took back a consent that was in force: of earlier ones that is read from what was decided before it within a year.
ALTER TABLE consent ADD COLUMN withdraws INTEGER NOT NULL DEFAULT 0;
UPDATE consent SET withdraws = 1 WHERE agreed = 0 AND coalesce((
    SELECT earlier.agreed AND consent.at < earlier.at + 365 * 86400 FROM consent AS earlier
    WHERE earlier.owner = consent.owner AND earlier.purpose = consent.purpose AND earlier.rowid < consent.rowid
    ORDER BY earlier.rowid DESC LIMIT 1), 0);
CREATE INDEX consent_at ON consent (at);
CREATE TRIGGER consent_is_only_added BEFORE UPDATE ON consent BEGIN SELECT raise(ABORT, 'a decision is never changed'); END;
