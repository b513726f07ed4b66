-- What a dossier was fixed with besides its schema and its facts: the calendars and lists that the conditions of its form name, as JSON.
-- An operator may change them afterwards; the signed bytes are made with these again.
ALTER TABLE frozen ADD COLUMN lists TEXT;
