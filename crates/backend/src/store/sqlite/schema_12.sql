-- Twelfth schema: who is acted for finds what others opened for them.

CREATE INDEX dossier_acted ON dossier (json_extract(acting_for, '$.id')) WHERE acting_for IS NOT NULL;
