liborbite_la_SOURCES += engine/vocabulary/vocabulary.c
nobase_orbite_HEADERS += engine/vocabulary/vocabulary.h
EMBEDDED += \
	engine/vocabulary/bpe_typequ.csv \
	engine/vocabulary/capacite_statuts.csv \
	engine/vocabulary/casf_d312_0_categories.csv \
	engine/vocabulary/cercles.csv \
	engine/vocabulary/datainclusion_cercle_defaut.csv \
	engine/vocabulary/datainclusion_frais.csv \
	engine/vocabulary/datainclusion_mode_modalite.csv \
	engine/vocabulary/datainclusion_modes_accueil.csv \
	engine/vocabulary/datainclusion_modes_mobilisation.csv \
	engine/vocabulary/datainclusion_personnes_mobilisatrices.csv \
	engine/vocabulary/datainclusion_public_groupe.csv \
	engine/vocabulary/datainclusion_publics.csv \
	engine/vocabulary/datainclusion_reseaux_porteurs.csv \
	engine/vocabulary/datainclusion_thematiques.csv \
	engine/vocabulary/datainclusion_types_de_services.csv \
	engine/vocabulary/departements.csv \
	engine/vocabulary/finess_activites_sociales.csv \
	engine/vocabulary/finess_categories.csv \
	engine/vocabulary/finess_cercle_defaut.csv \
	engine/vocabulary/finess_engagement_groupe.csv \
	engine/vocabulary/finess_engagement_loubat.csv \
	engine/vocabulary/finess_engagements.csv \
	engine/vocabulary/finess_loubat.csv \
	engine/vocabulary/finess_mode_modalite.csv \
	engine/vocabulary/finess_modes_fonctionnement.csv \
	engine/vocabulary/finess_public_associes.csv \
	engine/vocabulary/finess_public_groupe.csv \
	engine/vocabulary/finess_publics.csv \
	engine/vocabulary/groupes_publics.csv \
	engine/vocabulary/hsds_location_modalite.csv \
	engine/vocabulary/hsds_location_types.csv \
	engine/vocabulary/loubat_bpe.csv \
	engine/vocabulary/loubat_datainclusion.csv \
	engine/vocabulary/loubat_familles.csv \
	engine/vocabulary/loubat_osm.csv \
	engine/vocabulary/loubat_serafin_prestations.csv \
	engine/vocabulary/mdph_droits_prestations.csv \
	engine/vocabulary/mdph_engagement.csv \
	engine/vocabulary/mdph_finess.csv \
	engine/vocabulary/mdph_precisions_orientation.csv \
	engine/vocabulary/modalites.csv \
	engine/vocabulary/osm_cercle_defaut.csv \
	engine/vocabulary/osm_public_groupe.csv \
	engine/vocabulary/osm_tags.csv \
	engine/vocabulary/professions.csv \
	engine/vocabulary/projet_de_vie_domaines.csv \
	engine/vocabulary/projetvie_loubat.csv \
	engine/vocabulary/projetvie_serafin_besoins.csv \
	engine/vocabulary/serafin_besoins.csv \
	engine/vocabulary/serafin_besoins_prestations.csv \
	engine/vocabulary/serafin_prestations_directes.csv \
	engine/vocabulary/serafin_prestations_indirectes.csv \
	engine/vocabulary/sigles.csv \
	engine/vocabulary/troubles_associes.csv
EXTRA_DIST += engine/vocabulary/README.md
