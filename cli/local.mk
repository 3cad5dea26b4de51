orbite_SOURCES += \
	cli/cmd/demo.c \
	cli/cmd/help.c \
	cli/cmd/version.c \
	cli/command.h \
	cli/commands.c \
	cli/commands.h \
	cli/config.c \
	cli/config.h \
	cli/demo_folder.c \
	cli/demo_folder.h \
	cli/diagnostics.c \
	cli/diagnostics.h \
	cli/glossary.c \
	cli/glossary.h \
	cli/locale.c \
	cli/locale.h \
	cli/main.c \
	cli/options.c \
	cli/options.h \
	cli/table.c \
	cli/table.h
