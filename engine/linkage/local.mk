liborbite_la_SOURCES += engine/linkage/block.c engine/linkage/block.h engine/linkage/compare.c \
	engine/linkage/compare.h engine/linkage/decision.c engine/linkage/decision.h \
	engine/linkage/estimate.c engine/linkage/estimate.h engine/linkage/form.c engine/linkage/form.h \
	engine/linkage/group.c engine/linkage/group.h engine/linkage/key.c engine/linkage/linkage.c \
	engine/linkage/name.c engine/linkage/similarity.c
nobase_orbite_HEADERS += engine/linkage/key.h engine/linkage/linkage.h engine/linkage/name.h \
	engine/linkage/similarity.h
