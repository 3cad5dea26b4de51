nobase_orbite_HEADERS += engine/store/store.h
liborbite_la_SOURCES += \
	engine/store/ahead.c \
	engine/store/ahead.h \
	engine/store/aside.c \
	engine/store/aside.h \
	engine/store/column.c \
	engine/store/column.h \
	engine/store/commune_point.c \
	engine/store/database.c \
	engine/store/database.h \
	engine/store/driver.h \
	engine/store/entry.c \
	engine/store/entry.h \
	engine/store/finish.c \
	engine/store/import.c \
	engine/store/import.h \
	engine/store/intern.c \
	engine/store/journal.c \
	engine/store/kept.c \
	engine/store/kept.h \
	engine/store/linked.c \
	engine/store/links.c \
	engine/store/links.h \
	engine/store/mark.c \
	engine/store/merge.c \
	engine/store/merge.h \
	engine/store/moved.c \
	engine/store/moved.h \
	engine/store/operator.c \
	engine/store/overlay.c \
	engine/store/overlay.h \
	engine/store/pending.c \
	engine/store/pending.h \
	engine/store/placing.c \
	engine/store/placing.h \
	engine/store/record.c \
	engine/store/replay.c \
	engine/store/restricted.c \
	engine/store/row.c \
	engine/store/row.h \
	engine/store/shared.c \
	engine/store/shared.h \
	engine/store/shared_terms.c \
	engine/store/shared_zone.c \
	engine/store/spatialite/backup.c \
	engine/store/spatialite/blob.c \
	engine/store/spatialite/blob.h \
	engine/store/spatialite/connection.c \
	engine/store/spatialite/migrate.c \
	engine/store/spatialite/migrate.h \
	engine/store/spatialite/roads.c \
	engine/store/spatialite/roads.h \
	engine/store/spatialite/rows.c \
	engine/store/spatialite/rtree.c \
	engine/store/spatialite/rtree.h \
	engine/store/spatialite/rtree_check.c \
	engine/store/spatialite/sorting.c \
	engine/store/spatialite/spatialite.h \
	engine/store/spatialite/statement.c \
	engine/store/spread.c \
	engine/store/spread.h \
	engine/store/store.c \
	engine/store/tables.c \
	engine/store/territory.c \
	engine/store/value.c \
	engine/store/value.h \
	engine/store/view.c \
	engine/store/view.h \
	engine/store/waiting.c \
	engine/store/waiting.h \
	engine/store/write.c
EMBEDDED += engine/store/spatialite/schema/001_store.sql \
	engine/store/spatialite/schema/002_assertions_links.sql \
	engine/store/spatialite/schema/003_position_state.sql \
	engine/store/spatialite/schema/004_territory_facts.sql
if HAVE_POSTGRES
liborbite_la_SOURCES += \
	engine/store/postgis/bulk.c \
	engine/store/postgis/connection.c \
	engine/store/postgis/dialect.c \
	engine/store/postgis/geometry.c \
	engine/store/postgis/migrate.c \
	engine/store/postgis/parameter.c \
	engine/store/postgis/pipeline.c \
	engine/store/postgis/postgis.h \
	engine/store/postgis/refusal.c \
	engine/store/postgis/scope.c \
	engine/store/postgis/statement.c
endif
EMBEDDED += engine/store/postgis/schema/001_store.sql \
	engine/store/postgis/schema/002_shard_key.sql
postgisdir = $(datadir)/orbite/postgis
dist_postgis_DATA = engine/store/postgis/deploy/attach.sql \
	engine/store/postgis/deploy/citus.sql \
	engine/store/postgis/deploy/machine.sql \
	engine/store/postgis/deploy/roles.sql \
	engine/store/postgis/deploy/spread.sql
