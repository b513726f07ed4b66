-- Sessions that can be listed, ended one by one and by the identity provider, and confirmed again. Who is signed in while
-- this is applied signs in once more; drafts stay.
DROP TABLE session;
CREATE TABLE session (
    id TEXT PRIMARY KEY, handle TEXT NOT NULL UNIQUE, person TEXT NOT NULL, name TEXT NOT NULL, parts TEXT, level TEXT NOT NULL,
    birth TEXT, sex TEXT, subject TEXT NOT NULL, provider_session TEXT, browser TEXT, system TEXT,
    authenticated_at INTEGER NOT NULL, created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_person ON session (person, created_at);

-- A sign-in belongs to the browser that began it; several may be under way in it. `person` is who must confirm.
DROP TABLE sign_in;
CREATE TABLE sign_in (
    id TEXT PRIMARY KEY, browser TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL, return_to TEXT NOT NULL,
    person TEXT, level TEXT, max_age INTEGER, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_of_browser ON sign_in (browser, expires_at);

-- Logout tokens that were obeyed, until they expire: none works twice.
CREATE TABLE logout (
    jti TEXT PRIMARY KEY, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
