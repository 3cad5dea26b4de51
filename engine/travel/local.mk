# files of engine/travel
