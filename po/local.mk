# files of po
