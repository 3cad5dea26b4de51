nobase_orbite_HEADERS += maps/exporter.h
