/* Minutes from where a person lives to every offer, by a matrix file or a router, without
 * a byte of the person going to another machine unless the user names it (METHODS 1.3). */
#ifndef CLI_TRAVEL_PERSON_H
#define CLI_TRAVEL_PERSON_H

#include "cli/travel_options.h"
#include "engine/model/person.h"

/* For the parse function of a command with CLI_TRAVEL_PERSON_ROWS: ORB_ERR_SYNTAX. */
ORB_MUST_CHECK enum orb_status cli_travel_person_check(const struct cli_arguments *args,
                                                       struct orb_error *err);

/* Borrowed. */
struct cli_travel_person {
    const struct orb_person *person;
    const struct orb_profile *profile;
    const struct orb_catalogue *catalogue;
    const char *allowed_host; /* where the position may go; NULL = nowhere */
};

/* Minutes told, in the order of the ids of the offers: those of the person are not among
 * them. Allocated in the arena. */
struct cli_travel_rows {
    struct orb_travel_row *rows;
    size_t count;
};

/*
 * A router of this machine, a road table and the allowed host are asked from the position
 * of the person, or from the point of the commune when there is none; nothing of it is
 * kept. Another router is asked for all communes and all places, in all the ways that it
 * knows, whoever the person is: what is sent does not depend on anything of the situation,
 * and the person is read of the answer by the commune, as of the matrix. The matrix
 * prevails. Errors as cli_travel_place and cli_travel_ask.
 */
ORB_MUST_CHECK enum orb_status cli_travel_person(struct cli_travel_rows *out,
                                                 struct cli_travel *travel,
                                                 const struct cli_travel_person *who,
                                                 struct orb_arena *arena,
                                                 struct orb_error *err);

#endif
