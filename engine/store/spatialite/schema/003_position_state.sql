-- The layer says how a position stands: a point left by a corrected address is doubtful. state is that of the place with what
-- is said of it beside its source.
ALTER TABLE offer_position ADD COLUMN state TEXT;
UPDATE offer_position SET state = (
    SELECT s.position_state FROM offer o LEFT JOIN service v ON v.id = coalesce(o.service, o.id)
      JOIN site s ON s.id = coalesce(o.site, v.site) WHERE o.no = offer_position.no);
DROP VIEW resources_qgis;
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
       s."precision" AS "precision", p.state AS position_state, o.places_available AS places_available, coalesce(o.opened_on, v.opened_on) AS opened_on,
       coalesce(o.closed_on, v.closed_on, o.gone_on) AS closed_on, z.name AS source, o.observed_on AS observed_on
  FROM offer_position p
  JOIN offer o ON o.no = p.no
  LEFT JOIN service v ON v.id = coalesce(o.service, o.id)
  LEFT JOIN site s ON s.id = coalesce(o.site, v.site)
  LEFT JOIN organization g ON g.id = coalesce(o.organization, v.organization)
  LEFT JOIN territory c ON c.id = 'commune:' || s.commune
  LEFT JOIN terms t ON t.no = o.terms
  LEFT JOIN source z ON z.no = o.source;
