-- The system of record of one territory. NULL means unknown. Dates are YYYY-MM-DD. "no" is the row's own number, "id" the
-- identifier people use; records name each other by id, because one may come before the other.
SELECT InitSpatialMetadata(0, 'NONE');
SELECT InsertEpsgSrid(4326);

CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO meta VALUES ('data_version', 0);

-- Who publishes, under which licence, how old.
CREATE TABLE source (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL,
    name TEXT, url TEXT, licence TEXT NOT NULL, attribution TEXT NOT NULL, edition TEXT, observed_on TEXT, digest TEXT,
    extra TEXT, first_run INTEGER NOT NULL, gone_on TEXT);
CREATE UNIQUE INDEX source_id ON source (id);

-- One row an import that changed something; report is the importer's, as JSON.
CREATE TABLE import_run (
    no INTEGER PRIMARY KEY, importer TEXT NOT NULL, files TEXT, author TEXT, imported_at TEXT NOT NULL,
    observed_on TEXT, added INTEGER, changed INTEGER, unchanged INTEGER, closed INTEGER, report TEXT);

-- What changed, field by field; "new" records are those whose first_run is the run, and have no line here.
CREATE TABLE journal (
    no INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES import_run (no), kind TEXT NOT NULL, id TEXT NOT NULL,
    change TEXT NOT NULL, field TEXT, before TEXT, after TEXT);
CREATE INDEX journal_id ON journal (id, run);

-- Values whose basis differs from their record's: "field=basis:from" joined by ';' (engine/model/provenance.h).
CREATE TABLE provenance (no INTEGER PRIMARY KEY, fields TEXT NOT NULL UNIQUE);

CREATE TABLE organization (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL,
    name TEXT, short_name TEXT, kind TEXT, legal_status TEXT, parent TEXT, finess_ej TEXT, opened_on TEXT, closed_on TEXT,
    extra TEXT, details INTEGER NOT NULL,
    source INTEGER, observed_on TEXT, basis TEXT NOT NULL, provenance INTEGER, first_run INTEGER NOT NULL, gone_on TEXT);

CREATE TABLE site (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL,
    kind TEXT, name TEXT, address TEXT, postcode TEXT, commune TEXT, "precision" TEXT, position_state TEXT, position_note TEXT,
    extra TEXT, details INTEGER NOT NULL,
    source INTEGER, observed_on TEXT, basis TEXT NOT NULL, provenance INTEGER, first_run INTEGER NOT NULL, gone_on TEXT);
SELECT AddGeometryColumn('site', 'position', 4326, 'POINT', 'XY');
SELECT CreateSpatialIndex('site', 'position');

CREATE TABLE service (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL,
    organization TEXT, site TEXT, name TEXT, category TEXT, description TEXT, schedule TEXT, opened_on TEXT, closed_on TEXT,
    codes TEXT, extra TEXT, details INTEGER NOT NULL,
    source INTEGER, observed_on TEXT, basis TEXT NOT NULL, provenance INTEGER, first_run INTEGER NOT NULL, gone_on TEXT);

-- The conditions that many offers share, one row for each distinct content. *_state is 'none' when the source says there
-- is none; without a state, no row in the child table means unknown.
CREATE TABLE terms (
    no INTEGER PRIMARY KEY, hash INTEGER NOT NULL,
    category TEXT, institution INTEGER NOT NULL, droit_commun INTEGER, accepts_new INTEGER,
    activity_unknown INTEGER NOT NULL, age_strength TEXT NOT NULL, public_strength TEXT NOT NULL,
    modality_state TEXT, prestation_state TEXT, public_state TEXT, orientation_state TEXT, language_state TEXT,
    engagement_state TEXT, profession_state TEXT, family_state TEXT, theme_state TEXT);
CREATE TABLE modality (
    terms INTEGER NOT NULL, n INTEGER NOT NULL, code TEXT NOT NULL, certainty TEXT NOT NULL,
    PRIMARY KEY (terms, n)) WITHOUT ROWID;
CREATE TABLE prestation (
    terms INTEGER NOT NULL, n INTEGER NOT NULL, code TEXT NOT NULL, evidence TEXT NOT NULL,
    PRIMARY KEY (terms, n)) WITHOUT ROWID;
-- What is asked of the person or offered for them. kind: age (bounds in months, max excluded), public, orientation, language,
-- associated (value: excluded, accepted), accessibility (value: yes, limited, no).
CREATE TABLE eligibility_rule (
    terms INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, code TEXT, min INTEGER, max INTEGER, value TEXT,
    strength TEXT,
    PRIMARY KEY (terms, n)) WITHOUT ROWID;
-- list: family, theme, profession, engagement.
CREATE TABLE classification (
    terms INTEGER NOT NULL, n INTEGER NOT NULL, list TEXT NOT NULL, code TEXT NOT NULL,
    PRIMARY KEY (terms, n)) WITHOUT ROWID;

-- Where an offer goes, one row for each distinct content.
CREATE TABLE zone (
    no INTEGER PRIMARY KEY, hash INTEGER NOT NULL, national INTEGER NOT NULL, commune_state TEXT, departement_state TEXT);
CREATE TABLE zone_commune (
    zone INTEGER NOT NULL, n INTEGER NOT NULL, commune TEXT NOT NULL, PRIMARY KEY (zone, n)) WITHOUT ROWID;
CREATE TABLE zone_departement (
    zone INTEGER NOT NULL, n INTEGER NOT NULL, departement TEXT NOT NULL, PRIMARY KEY (zone, n)) WITHOUT ROWID;

CREATE TABLE offer (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL,
    service TEXT, site TEXT, organization TEXT, name TEXT, opened_on TEXT, closed_on TEXT, wait_days REAL,
    places_available INTEGER, temporary_places INTEGER, funding_department TEXT, duplicate_of TEXT, dispositif_id TEXT,
    schedule TEXT, extra TEXT, terms INTEGER NOT NULL, zone INTEGER, details INTEGER NOT NULL,
    source INTEGER, observed_on TEXT, basis TEXT NOT NULL, provenance INTEGER, first_run INTEGER NOT NULL, gone_on TEXT);

-- owner_kind: organization, service, offer; owner: its "no".
CREATE TABLE identifier (
    owner_kind TEXT NOT NULL, owner INTEGER NOT NULL, n INTEGER NOT NULL, scheme TEXT, value TEXT,
    PRIMARY KEY (owner_kind, owner, n)) WITHOUT ROWID;
CREATE TABLE contact (
    owner_kind TEXT NOT NULL, owner INTEGER NOT NULL, n INTEGER NOT NULL, channel TEXT, value TEXT, role TEXT,
    confidentiality TEXT NOT NULL, checked_on TEXT, checked_by TEXT,
    PRIMARY KEY (owner_kind, owner, n)) WITHOUT ROWID;
-- status: authorised, installed, available, occupied, reserved, waiting.
CREATE TABLE capacity (
    owner INTEGER NOT NULL, n INTEGER NOT NULL, count INTEGER, unit TEXT, status TEXT, subset TEXT, observed_on TEXT,
    PRIMARY KEY (owner, n)) WITHOUT ROWID;
-- Temporary closures of an offer.
CREATE TABLE closure (
    owner INTEGER NOT NULL, n INTEGER NOT NULL, from_day TEXT, to_day TEXT, PRIMARY KEY (owner, n)) WITHOUT ROWID;

-- Why a circle; from_day and to_day are included. id is made of what it links.
CREATE TABLE relation (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL,
    operator TEXT, offer TEXT, service TEXT, organization TEXT, type TEXT NOT NULL, from_day TEXT, to_day TEXT,
    evidence TEXT, note TEXT, extra TEXT, details INTEGER NOT NULL,
    source INTEGER, observed_on TEXT, basis TEXT NOT NULL, provenance INTEGER, first_run INTEGER NOT NULL, gone_on TEXT);

-- The operator of the platform; dispositifs is a JSON array.
CREATE TABLE operator (no INTEGER PRIMARY KEY CHECK (no = 1), organization TEXT, finess_ej TEXT, dispositifs TEXT);

-- What each source says of a territory (id is kind:code); the chosen values are in table territory.
CREATE TABLE territory_fact (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL,
    kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT, departement TEXT, region TEXT, epci TEXT, life_area TEXT, canton TEXT,
    successor TEXT, postcodes TEXT, density INTEGER, population INTEGER, lon REAL, lat REAL, point_method TEXT, extra TEXT,
    details INTEGER NOT NULL,
    source INTEGER, observed_on TEXT, basis TEXT NOT NULL, provenance INTEGER, first_run INTEGER NOT NULL, gone_on TEXT);

-- Communes, old codes with their successor, EPCI, départements, régions: one row each, the best source for each value.
CREATE TABLE territory (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL,
    kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT, departement TEXT, region TEXT, epci TEXT, life_area TEXT, canton TEXT,
    successor TEXT, postcodes TEXT, density INTEGER, population INTEGER, lon REAL, lat REAL, point_method TEXT, extra TEXT,
    details INTEGER NOT NULL,
    source INTEGER, observed_on TEXT, basis TEXT NOT NULL, provenance INTEGER, contour_source INTEGER, gone_on TEXT);
CREATE UNIQUE INDEX territory_id ON territory (id);
SELECT AddGeometryColumn('territory', 'contour', 4326, 'MULTIPOLYGON', 'XY');
SELECT CreateSpatialIndex('territory', 'contour');

-- The position of each offer that has one and may be shown, for the layer resources_qgis; no is the offer's.
CREATE TABLE offer_position (no INTEGER PRIMARY KEY);
SELECT AddGeometryColumn('offer_position', 'position', 4326, 'POINT', 'XY');
SELECT CreateSpatialIndex('offer_position', 'position');
CREATE VIEW resources_qgis AS
SELECT p.no AS no, p.position AS position, o.id AS offer, v.id AS service, coalesce(o.name, v.name) AS name,
       coalesce(t.category, v.category) AS category,
       (SELECT group_concat(c.code, ' ') FROM classification c WHERE c.terms = t.no AND c.list = 'family') AS family,
       (SELECT group_concat(m.code, ' ') FROM modality m WHERE m.terms = t.no) AS modality,
       t.institution AS institution, t.droit_commun AS droit_commun,
       coalesce(o.organization, v.organization) AS organization, g.name AS organization_name, g.finess_ej AS finess_ej,
       o.dispositif_id AS dispositif,
       (SELECT group_concat(r.type, ' ') FROM relation r
         WHERE r.offer = o.id OR r.service = v.id OR r.organization = g.id) AS relations,
       s.address AS address, s.postcode AS postcode, s.commune AS commune, c.name AS commune_name,
       s."precision" AS "precision", o.places_available AS places_available, coalesce(o.opened_on, v.opened_on) AS opened_on,
       coalesce(o.closed_on, v.closed_on, o.gone_on) AS closed_on, z.name AS source, o.observed_on AS observed_on
  FROM offer_position p
  JOIN offer o ON o.no = p.no
  LEFT JOIN service v ON v.id = coalesce(o.service, o.id)
  LEFT JOIN site s ON s.id = coalesce(o.site, v.site)
  LEFT JOIN organization g ON g.id = coalesce(o.organization, v.organization)
  LEFT JOIN territory c ON c.id = 'commune:' || s.commune
  LEFT JOIN terms t ON t.no = o.terms
  LEFT JOIN source z ON z.no = o.source;
INSERT INTO views_geometry_columns
       (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES ('resources_qgis', 'position', 'no', 'offer_position', 'position', 1);

-- SpatiaLite notes the time of each step; two stores made alike hold the same bytes.
DELETE FROM spatialite_history;
