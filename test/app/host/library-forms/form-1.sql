-- The library as version 0.1 makes it, with a little in it.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  folder TEXT NOT NULL,
  file TEXT NOT NULL,
  base BLOB NOT NULL,
  opened_at_ms INTEGER NOT NULL,
  deleted_at_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX documents_by_file ON documents (folder, file) WHERE deleted_at_ms IS NULL;

CREATE TABLE entries (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  parent INTEGER NOT NULL,
  label TEXT NOT NULL,
  edits TEXT NOT NULL,
  touched TEXT NOT NULL,
  whole INTEGER NOT NULL,
  distance INTEGER NOT NULL,
  snapshot BLOB,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (document, sequence)
) STRICT;
CREATE INDEX entries_by_parent ON entries (document, parent);

CREATE TABLE heads (
  document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
  sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE marks (
  document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL,
  texts BLOB NOT NULL
) STRICT;

CREATE TABLE names (
  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  name TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (document, sequence)
) STRICT;

CREATE TABLE recents (
  folder TEXT NOT NULL,
  file TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (folder, file)
) STRICT;

CREATE TABLE preferences (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE trust (folder TEXT PRIMARY KEY, trusted INTEGER NOT NULL, at_ms INTEGER NOT NULL) STRICT;
INSERT INTO preferences (name, value) VALUES ('theme', '"dark"');
PRAGMA application_id = 1464158546;
PRAGMA user_version = 1;
