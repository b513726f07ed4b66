-- A signature can be fetched only once: its container waits here for the time-stamp, since this Unix second.
ALTER TABLE attempt ADD COLUMN unstamped BLOB;
ALTER TABLE attempt ADD COLUMN unstamped_at INTEGER;
