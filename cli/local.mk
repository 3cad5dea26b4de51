orbite_SOURCES += cli/main.c cli/command.h
