# files of engine/vocabulary
