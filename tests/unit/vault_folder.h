/* Vaults of a test, in a folder of their own, opened with a derivation that takes no time.
 */
#ifndef TESTS_UNIT_VAULT_FOLDER_H
#define TESTS_UNIT_VAULT_FOLDER_H

#include "engine/base/buf.h"
#include "engine/vault/vault.h"

#define PASSPHRASE "cinq mots tout \xc3\xa0 fait ordinaires"

#define VAULT_DOCUMENT                                                                     \
    "{\"format\":\"orbite-case/1\",\"name\":\"QZMARKNAME\",\"born\":\"1987-11-03\","       \
    "\"lat\":48.1234567,\"note\":\"QZMARKNOTE\"}"

/* Set up and remove the folder, for cmocka_run_group_tests. */
int vault_folder_make(void **state);
int vault_folder_remove(void **state);

/* The path of a file of the folder; valid until eight others were asked for. */
const char *in_folder(const char *name);

/* Remove all the files of the folder; the set-up of each test. */
int vault_folder_empty(void **state);

/* How many files it has. */
size_t folder_count(void);

/* Locked memory with this text; release with orb_secret_release. */
struct orb_secret secret_of(const char *text);

/* One pass over 8 KiB. */
struct orb_vault_options fast(enum orb_vault_mode mode);

/* A new vault of the user "lea", not committed yet. */
struct orb_vault *vault_create(const char *name);

/* Three records, the second QZ-LOCAL-7 with VAULT_DOCUMENT, committed and closed. */
void vault_make(const char *name);

enum orb_status vault_try(struct orb_vault **out, const char *name, const char *passphrase,
                          enum orb_vault_mode mode, struct orb_error *err);
/* Opened with PASSPHRASE, or the test fails. */
struct orb_vault *vault_open(const char *name);

/* Must be refused with this status and these words of the sentence. */
void vault_refused(const char *name, const char *passphrase, enum orb_status status,
                   const char *words);

/* Add or change what the local id has. */
void vault_keep(struct orb_vault *vault, const char *local_id, const char *text);

/* The document of a local id, to compare. */
void vault_expect(struct orb_vault *vault, const char *local_id, const char *text);

void vault_commit(struct orb_vault *vault, const char *action);
enum orb_status vault_try_commit(struct orb_vault *vault, const char *action,
                                 const char *time, const char *reason,
                                 struct orb_error *err);

/* The bytes of a file of the folder, and a file of these bytes. */
void bytes_read(struct orb_buf *out, const char *name);
void bytes_write(const char *name, const void *bytes, size_t len);
void bytes_copy(const char *from, const char *to);

#endif
