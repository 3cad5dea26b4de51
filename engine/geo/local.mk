# files of engine/geo
