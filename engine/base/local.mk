liborbite_la_SOURCES += engine/base/alloc.c engine/base/arena.c engine/base/buf.c engine/base/csv.c engine/base/date.c engine/base/digest.c \
	engine/base/embedded.c engine/base/error.c engine/base/file.c engine/base/hash.c engine/base/json.c \
	engine/base/library.c engine/base/library.h engine/base/mapped.c engine/base/number.c engine/base/quiet.c engine/base/process.c engine/base/queue.c engine/base/queue.h engine/base/scan.c engine/base/scan.h engine/base/shortest.c engine/base/shortest.h \
	engine/base/scratch.c engine/base/sorter.c engine/base/sqlite.c engine/base/strmap.c engine/base/thread.c engine/base/utf8.c engine/base/uuid.c
nobase_orbite_HEADERS += engine/base/alloc.h engine/base/arena.h engine/base/buf.h engine/base/csv.h engine/base/date.h engine/base/digest.h \
	engine/base/embedded.h engine/base/error.h engine/base/file.h engine/base/hash.h engine/base/json.h \
	engine/base/mapped.h engine/base/number.h engine/base/prefetch.h engine/base/quiet.h engine/base/process.h engine/base/scratch.h engine/base/sorter.h engine/base/sqlite.h engine/base/strmap.h engine/base/text.h engine/base/thread.h engine/base/utf8.h engine/base/uuid.h
