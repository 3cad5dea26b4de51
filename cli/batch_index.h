/*
 * The persons of a batch by where their texts are: a few bytes for each, so that any number
 * of them is put in order. The order is that of départements, by the commune of the
 * situation, in the order of the bytes of their codes; who has none that the territory
 * knows comes last; then the order in which they were given. A text is read again when its
 * turn comes: from the file, or from memory when it came from standard input or a gzip.
 */
#ifndef CLI_BATCH_INDEX_H
#define CLI_BATCH_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/people_source.h"
#include "engine/base/buf.h"

struct orb_catalogue;

struct cli_batch_index;

/*
 * Go once through the persons of the query, as cli_people_open takes them. The query and
 * the catalogue are borrowed until close. Errors are those of files that cannot be read or
 * cut into persons, and of the vault; ORB_ERR_RANGE when there is too much to keep in
 * memory. Release with cli_batch_index_close, also on failure.
 */
ORB_MUST_CHECK enum orb_status cli_batch_index_open(struct cli_batch_index **out,
                                                    const struct cli_people_query *query,
                                                    const struct orb_catalogue *catalogue,
                                                    struct orb_error *err);

size_t cli_batch_index_count(const struct cli_batch_index *index);

/*
 * A number that is another one as soon as somebody is: of what the files are (inode, size,
 * date) and of the ciphertexts of a vault, never of texts, so that a guess of a person is
 * not confirmed by it.
 */
uint64_t cli_batch_index_digest(const struct cli_batch_index *index);

/* Is it the same at the next run? Not when persons come through a pipe. */
bool cli_batch_index_is_lasting(const struct cli_batch_index *index);

/*
 * The places of a part, number 1 to count, in the order: départements are never cut, and
 * parts follow one another without a gap. A part may be empty.
 */
void cli_batch_index_part(const struct cli_batch_index *index, size_t number, size_t count,
                          size_t *first, size_t *end);

/* The text of the person at a place, into out, which is emptied first. Any thread. */
ORB_MUST_CHECK enum orb_status cli_batch_index_text(struct cli_batch_index *index,
                                                    size_t place, struct orb_buf *out,
                                                    struct orb_error *err);

/* Was the pseudonym given before, by somebody who comes first in what was given? */
bool cli_batch_index_is_twice(const struct cli_batch_index *index, size_t place);

/* The pseudonym of a record of the vault; NULL when persons come from files. */
const char *cli_batch_index_pseudonym(const struct cli_batch_index *index, size_t place);

/* Append where the person was given: "persons.json/12", "persons.ndjson:12". */
void cli_batch_index_tell(const struct cli_batch_index *index, size_t place,
                          struct orb_buf *out);

/* The place of who has this pseudonym first; false when nobody has. */
bool cli_batch_index_find(const struct cli_batch_index *index, const char *pseudonym,
                          size_t *place);

/* The date at which all are told; ORB_DATE_NONE = what each says. */
orb_date cli_batch_index_date(const struct cli_batch_index *index);

/* Wipes what was kept. NULL is accepted. */
void cli_batch_index_close(struct cli_batch_index *index);

#endif
