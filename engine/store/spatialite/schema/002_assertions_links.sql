-- What is said of a record beside its source: positions found, corrections by partners. value is JSON; id is made of kind,
-- subject, field, source and author.
CREATE TABLE assertion (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL,
    kind TEXT NOT NULL, subject TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, author TEXT, note TEXT,
    details INTEGER NOT NULL,
    source INTEGER, observed_on TEXT, basis TEXT NOT NULL, provenance INTEGER, first_run INTEGER NOT NULL, gone_on TEXT);
CREATE UNIQUE INDEX assertion_id ON assertion (id);
CREATE INDEX assertion_subject ON assertion (kind, subject);

-- What a person decided of two services, on the day observed_on. choice: same, distinct, none (withdrawn).
CREATE TABLE decision (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL,
    a TEXT NOT NULL, b TEXT NOT NULL, choice TEXT NOT NULL, author TEXT, observed_on TEXT, reason TEXT,
    first_run INTEGER NOT NULL, gone_on TEXT);
CREATE UNIQUE INDEX decision_id ON decision (id);

-- Records that are another one seen by another source; made again after each import. gives: the other takes from it what
-- it lacks.
CREATE TABLE linked (
    kind TEXT NOT NULL, id TEXT NOT NULL, canonical TEXT NOT NULL, gives INTEGER NOT NULL,
    PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE INDEX linked_canonical ON linked (kind, canonical);

-- Pairs of services that may be one and that a person has to look at; doubts are the bits of engine/linkage/linkage.h.
CREATE TABLE review (
    a TEXT NOT NULL, b TEXT NOT NULL, probability REAL NOT NULL, doubts INTEGER NOT NULL,
    PRIMARY KEY (a, b)) WITHOUT ROWID;
