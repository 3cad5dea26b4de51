-- What planning needs of a territory: population by class of age ("0-17:123;18-59:456;60-:78") and median standard of living, in
-- euros a year. Bassins de vie and cantons are territories too (kind life_area, canton), as they have names.
ALTER TABLE territory_fact ADD COLUMN ages TEXT;
ALTER TABLE territory_fact ADD COLUMN income REAL;
ALTER TABLE territory ADD COLUMN ages TEXT;
ALTER TABLE territory ADD COLUMN income REAL;
