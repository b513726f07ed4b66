-- Electronic receipts for money, as they were issued. Only their end may become known later, and when the issuer last told of them.
CREATE TABLE receipt (
    kept INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, issuer TEXT NOT NULL, number_at_issuer TEXT NOT NULL,
    dossier TEXT NOT NULL REFERENCES dossier (id), payment_order TEXT NOT NULL REFERENCES payment_order (reference),
    code TEXT NOT NULL UNIQUE, stated TEXT NOT NULL, file BLOB NOT NULL, name TEXT NOT NULL, over TEXT, asked_at INTEGER NOT NULL,
    UNIQUE (issuer, number_at_issuer)
) STRICT;
CREATE INDEX receipt_of_order ON receipt (payment_order);
CREATE INDEX receipt_of_dossier ON receipt (dossier);
CREATE TRIGGER receipt_is_only_added BEFORE UPDATE OF id, issuer, number_at_issuer, dossier, payment_order, code, stated, file, name ON receipt
BEGIN SELECT raise(ABORT, 'a receipt is never changed'); END;
-- What counted before receipts were asked for has one too.
INSERT INTO task (dossier, effect, due_at)
    SELECT dossier.id, json_object('effect', 'ask_receipt', 'order', paid.value ->> 'order'), 0
    FROM dossier, json_each(dossier.state, '$.orders') AS paid
    WHERE paid.value -> 'outcome' ->> 'state' = 'counted';
