nobase_orbite_HEADERS += engine/store/store.h
liborbite_la_SOURCES += \
	engine/store/spatialite/blob.c \
	engine/store/spatialite/blob.h \
	engine/store/spatialite/column.c \
	engine/store/spatialite/column.h \
	engine/store/spatialite/commune_point.c \
	engine/store/spatialite/database.c \
	engine/store/spatialite/database.h \
	engine/store/spatialite/entry.c \
	engine/store/spatialite/entry.h \
	engine/store/spatialite/finish.c \
	engine/store/spatialite/import.c \
	engine/store/spatialite/import.h \
	engine/store/spatialite/intern.c \
	engine/store/spatialite/journal.c \
	engine/store/spatialite/kept.c \
	engine/store/spatialite/kept.h \
	engine/store/spatialite/linked.c \
	engine/store/spatialite/links.c \
	engine/store/spatialite/links.h \
	engine/store/spatialite/merge.c \
	engine/store/spatialite/merge.h \
	engine/store/spatialite/migrate.c \
	engine/store/spatialite/migrate.h \
	engine/store/spatialite/moved.c \
	engine/store/spatialite/moved.h \
	engine/store/spatialite/operator.c \
	engine/store/spatialite/overlay.c \
	engine/store/spatialite/overlay.h \
	engine/store/spatialite/pending.c \
	engine/store/spatialite/pending.h \
	engine/store/spatialite/record.c \
	engine/store/spatialite/replay.c \
	engine/store/spatialite/restricted.c \
	engine/store/spatialite/roads.c \
	engine/store/spatialite/roads.h \
	engine/store/spatialite/row.c \
	engine/store/spatialite/row.h \
	engine/store/spatialite/rows.c \
	engine/store/spatialite/rows.h \
	engine/store/spatialite/rtree.c \
	engine/store/spatialite/shared.c \
	engine/store/spatialite/shared.h \
	engine/store/spatialite/shared_terms.c \
	engine/store/spatialite/shared_zone.c \
	engine/store/spatialite/store.c \
	engine/store/spatialite/tables.c \
	engine/store/spatialite/territory.c \
	engine/store/spatialite/value.c \
	engine/store/spatialite/value.h \
	engine/store/spatialite/view.c \
	engine/store/spatialite/view.h \
	engine/store/spatialite/write.c
EMBEDDED += engine/store/spatialite/schema/001_store.sql \
	engine/store/spatialite/schema/002_assertions_links.sql \
	engine/store/spatialite/schema/003_position_state.sql \
	engine/store/spatialite/schema/004_territory_facts.sql
