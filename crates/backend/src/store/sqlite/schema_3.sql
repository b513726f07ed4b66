-- What the identity provider says of the citizen fills forms when the register cannot.
ALTER TABLE session ADD COLUMN birth TEXT;
ALTER TABLE session ADD COLUMN sex TEXT;
