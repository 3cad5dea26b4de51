-- Organizations run services anywhere, conditions are shared by offers of anywhere, relations are few: these tables are whole on
-- the first machine and have no shard key.
ALTER TABLE organization DROP COLUMN departement;
ALTER TABLE organization ADD PRIMARY KEY (no);
CREATE UNIQUE INDEX organization_id ON organization (id);
ALTER TABLE relation DROP COLUMN departement;
ALTER TABLE relation ADD PRIMARY KEY (no);
CREATE UNIQUE INDEX relation_id ON relation (id);
ALTER TABLE terms DROP COLUMN departement;
ALTER TABLE terms ADD PRIMARY KEY (no);
ALTER TABLE modality DROP COLUMN departement;
ALTER TABLE modality ADD PRIMARY KEY (terms, n);
ALTER TABLE prestation DROP COLUMN departement;
ALTER TABLE prestation ADD PRIMARY KEY (terms, n);
ALTER TABLE eligibility_rule DROP COLUMN departement;
ALTER TABLE eligibility_rule ADD PRIMARY KEY (terms, n);
ALTER TABLE classification DROP COLUMN departement;
ALTER TABLE classification ADD PRIMARY KEY (terms, n);
ALTER TABLE zone DROP COLUMN departement;
ALTER TABLE zone ADD PRIMARY KEY (no);
-- Where a place is says on which machine it is, with what is done there.
UPDATE site SET departement = substr(commune, 1, 2) WHERE length(commune) >= 2 AND substr(commune, 1, 2) NOT IN ('97', '98');
UPDATE site SET departement = substr(commune, 1, 3) WHERE length(commune) >= 3 AND substr(commune, 1, 2) IN ('97', '98');
UPDATE service v SET departement = s.departement FROM site s WHERE s.id = v.site AND s.departement <> v.departement;
UPDATE offer o SET departement = v.departement FROM service v
 WHERE v.id = coalesce(o.service, o.id) AND v.departement <> o.departement;
UPDATE offer o SET departement = s.departement FROM site s WHERE s.id = o.site AND s.departement <> o.departement;
UPDATE contact c SET departement = v.departement FROM service v WHERE c.owner_kind = 'service' AND c.owner = v.no;
UPDATE identifier c SET departement = v.departement FROM service v WHERE c.owner_kind = 'service' AND c.owner = v.no;
UPDATE contact c SET departement = o.departement FROM offer o WHERE c.owner_kind = 'offer' AND c.owner = o.no;
UPDATE capacity c SET departement = o.departement FROM offer o WHERE c.owner = o.no;
UPDATE closure c SET departement = o.departement FROM offer o WHERE c.owner = o.no;
