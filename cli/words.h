/* Words of the data in the language of the reader. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include "engine/model/record.h"

/* What happened to a record: new, opened, closed, gone, moved, changed; the word itself
 * when it is another. */
const char *cli_change_words(const char *change);

/* The name for programs, and the words for one record and for several; ORB_RECORD_KINDS
 * gives
 * "". */
const char *cli_kind_name(enum orb_record_kind kind);
const char *cli_kind_words(enum orb_record_kind kind);
const char *cli_kinds_words(enum orb_record_kind kind);

#endif
