nobase_orbite_HEADERS += engine/store/store.h
