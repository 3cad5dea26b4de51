nobase_orbite_HEADERS += engine/catalogue/build.h
