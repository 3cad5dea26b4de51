liborbite_la_SOURCES += engine/vault/access_log.c engine/vault/cases.c engine/vault/commit.c engine/vault/fingerprint.c engine/vault/guard.c engine/vault/header.c engine/vault/header.h engine/vault/journal.c \
	engine/vault/journal_file.c engine/vault/journal_file.h engine/vault/keys.c engine/vault/keys.h engine/vault/layout.c \
	engine/vault/layout.h engine/vault/manifest.c engine/vault/manifest.h engine/vault/mask.c engine/vault/pseudonym.c \
	engine/vault/records.c engine/vault/records.h engine/vault/secret.c engine/vault/slots.c engine/vault/slots.h \
	engine/vault/state.h engine/vault/users.c engine/vault/vault.c engine/vault/vault_file.c engine/vault/vault_file.h
nobase_orbite_HEADERS += engine/vault/fingerprint.h engine/vault/guard.h engine/vault/journal.h engine/vault/mask.h engine/vault/pseudonym.h \
	engine/vault/secret.h engine/vault/vault.h
