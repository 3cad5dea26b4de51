/* Where a command takes its minutes from: the options of travel, the matrix file, the
 * router; what is left falls to the estimate, which is said (METHODS 1.2, 1.3). */
#ifndef CLI_TRAVEL_OPTIONS_H
#define CLI_TRAVEL_OPTIONS_H

#include "cli/command.h"
#include "engine/base/buf.h"
#include "engine/base/digest.h"
#include "engine/travel/matrix.h"
#include "engine/travel/table.h"

/* The rows of travel in the table of options of a command; with the first of them alone,
 * nothing is ever estimated. */
/* clang-format off */
#define CLI_TRAVEL_MINUTES_ROWS \
    { "mode", 0, N_("MODE"), \
      N_("car (the default), adapted_vehicle, transit, bike, walk or wheelchair") }, \
    { "matrix", 0, N_("FILE"), N_("minutes between places, in a CSV file") }, \
    { "router", 0, N_("ROUTER"), N_("ask valhalla:URL, osrm:URL, ign or roads:FILE for the others") }

#define CLI_TRAVEL_SOURCE_ROWS \
    CLI_TRAVEL_MINUTES_ROWS, \
    { "travel-cache", 0, N_("FILE"), N_("answers of routers (DATABASE.travel)") }

#define CLI_TRAVEL_PERSON_ROWS \
    { "matrix", 0, N_("FILE"), N_("minutes between communes and places, in a CSV file") }, \
    { "router", 0, N_("ROUTER"), N_("ask valhalla:URL, osrm:URL, ign or roads:FILE for the others") }, \
    { "mode", 0, N_("MODE"), N_("the way of travelling of osrm:URL or roads:FILE: car (the default), walk...") }, \
    { "travel-cache", 0, N_("FILE"), N_("answers of routers (DATABASE.travel)") }, \
    { "allow-person-coordinates", 0, N_("HOST"), \
      N_("let the position of the person go to this host, which is that of the router") }, \
    { "strict-travel", 0, NULL, N_("exit 3 when minutes of travel are estimated") }

#define CLI_TRAVEL_ROWS \
    CLI_TRAVEL_SOURCE_ROWS, \
    { "strict-travel", 0, NULL, N_("exit 3 when minutes of travel are estimated") }
/* clang-format on */

struct orb_catalogue;
struct orb_report;

/* Zero-initialised is closed, and estimates everything. */
struct cli_travel {
    const struct cli_context *cli;
    enum orb_travel_mode mode;
    unsigned modes; /* bits of those that the answer is made with: mode, unless set later */
    struct orb_travel_table table; /* sealed; empty without matrix or router */
    bool is_strict;
    const char *matrix_path; /* NULL = none; borrowed from the arguments */
    const char *router_spec; /* NULL = none; likewise */
    const char *cache_path;  /* NULL = DATABASE.travel; likewise */
    struct orb_travel_matrix_report matrix;
    char matrix_version[sizeof "sha256:" + ORB_DIGEST_LEN];
    unsigned long long elsewhere; /* rows of a place that the territory does not have */
    unsigned long elsewhere_line; /* the first of them */
    uint32_t *site_offers;        /* see cli_travel_offer_of */
    size_t site_offer_count;
    /* Of the router. */
    bool unknown_mode;              /* the router does not know the mode */
    unsigned long long asked;       /* pairs that were sent */
    unsigned long long remembered;  /* pairs of the cache */
    unsigned long long off_network; /* pairs with an end too far from any road */
    unsigned long long unanswered;  /* pairs that a failure left to the estimate */
};

/* For the parse function of a command: ORB_ERR_SYNTAX when an option is wrong. */
ORB_MUST_CHECK enum orb_status cli_travel_check(const struct cli_arguments *args,
                                                struct orb_error *err);

/*
 * Take the options and read the matrix file; wrong rows are told on standard error. Errors
 * as orb_file_read, orb_travel_matrix_read and orb_travel_table_seal, the place begins with
 * the file. Release with cli_travel_close, also after an error.
 */
ORB_MUST_CHECK enum orb_status cli_travel_open(struct cli_travel *out,
                                               const struct cli_context *cli,
                                               const struct cli_arguments *args,
                                               struct orb_error *err);

/*
 * Make the offers of a catalogue, and of another that shares places with it (NULL = none),
 * known by what the matrix names: an offer that it does not name is at its site, else, when
 * there is no router, at the point of its commune. Rows of other places are counted, and
 * told on standard error with the first line. ORB_ERR_NOT_FOUND with the file when no row
 * is between two places of the catalogues. Nothing without a matrix. To be called before
 * anything is asked or looked up.
 */
ORB_MUST_CHECK enum orb_status cli_travel_place(struct cli_travel *travel,
                                                const struct orb_catalogue *catalogue,
                                                const struct orb_catalogue *other,
                                                struct orb_error *err);

/* An offer at the site that the matrix names under this number, by its number in the
 * catalogue; ORB_CAT_NONE when that names no site. */
uint32_t cli_travel_offer_of(const struct cli_travel *travel, uint32_t place);

/* Is there a matrix or a router? Without them everything is estimated. */
bool cli_travel_is_given(const struct cli_travel *travel);

/* A place, by the identifier that the table knows it by; NaN = no position. Public, but in
 * pairs that say that they are personal. */
struct cli_travel_place {
    const char *id;
    double lon;
    double lat;
};

/* Pairs to fill before a computation: each from with each to that may be within reach. */
struct cli_travel_pairs {
    const struct cli_travel_place *from;
    size_t from_count;
    const struct cli_travel_place *to;
    size_t to_count;
    double limit_km;  /* as the crow flies; pairs beyond it are not asked; 0 = none */
    bool is_personal; /* an end leads to a person: nothing is read of the cache nor kept */
};

/*
 * Ask the router for the pairs that neither the matrix nor the cache says, and seal the
 * table again; nothing without a router. A router that fails is told on standard error, and
 * its pairs fall to the estimate: no error. ORB_ERR_MEMORY, ORB_ERR_RANGE, and those of the
 * cache file.
 */
ORB_MUST_CHECK enum orb_status cli_travel_ask(struct cli_travel *travel,
                                              const struct cli_travel_pairs *pairs,
                                              struct orb_error *err);

/* What a result was made of, counted by who computed it. */
struct cli_travel_use {
    unsigned long long told;      /* pairs whose minutes the table says */
    unsigned long long estimated; /* pairs whose minutes are estimated */
};

/* Tell a report how it was asked ("mode", "travel") and, in its notes, the method and
 * version of the minutes, how many pairs are estimated, off the network or wrong in the
 * file. */
void cli_travel_report(const struct cli_travel *travel, const struct cli_travel_use *use,
                       struct orb_report *report);

/* ORB_ERR_FINDINGS with a sentence when --strict-travel was given and something is
 * estimated, else ORB_OK; the last thing that a command asks. */
ORB_MUST_CHECK enum orb_status cli_travel_end(const struct cli_travel *travel,
                                              const struct cli_travel_use *use,
                                              struct orb_error *err);

/* Safe twice. */
void cli_travel_close(struct cli_travel *travel);

#endif
