-- What somebody has said, or begun to sign, about dossiers of others is found by who they are.
CREATE INDEX event_spoken ON event (json_extract(body, '$.sub'))
    WHERE json_extract(body, '$.event') IN ('other_agreed', 'other_declined');
CREATE INDEX event_begun ON event (json_extract(body, '$.other')) WHERE json_extract(body, '$.event') = 'signing_prepared';
