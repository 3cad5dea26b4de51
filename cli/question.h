/* A person's question made ready: territory, profile, situation, answer. Shared by match
 * and plan. */
#ifndef CLI_QUESTION_H
#define CLI_QUESTION_H

#include "cli/command.h"
#include "cli/territory.h"
#include "cli/travel_options.h"
#include "engine/match/match.h"
#include "engine/model/case.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/match_json.h"
#include "maps/reason_words.h"

/* Zero-initialised is closed. Everything is valid until close. */
struct cli_question {
    const char
        *action;       /* told to the journal of a vault: "match"; set before it is asked */
    size_t class_rows; /* of each class for each need, and of what is told beside; set
                          before it is asked, 0 = none */
    const struct cli_context *cli;
    struct cli_territory territory;
    struct orb_profile *profile;
    struct orb_case *case_;
    struct orb_person *person; /* of the case */
    struct orb_matcher *matcher;
    struct orb_matcher *farther; /* of the ranking, when more lines of it were asked for */
    struct orb_match_result result;
    struct cli_travel travel; /* of a matrix or a router; closed without */
    struct orb_arena arena;
    struct cli_travel_use travel_use; /* by offer of the ranking */
    struct orb_vocabulary vocabulary;
    bool keeps_store; /* records are read beside the catalogue once it is answered; else the
                         store is let go */
};

/* The options both commands take: --catalogue, --policy, --igas. They end the table of a
 * command. */
#define CLI_QUESTION_OPTIONS                                                                                  \
    { "catalogue", 0, N_("FILE"), N_("read this native file instead of the database") },                      \
        { "policy", 0, N_("NAME"),                                                                            \
          N_("droit_commun, neutral, proximity, urgency, or one of the profile") },                           \
    {                                                                                                         \
        "igas", 0, N_("LIST"),                                                                                \
            N_("age_bounds, associated, home_temporary, or all: what report IGAS 2021-010R proposes to lift") \
    }

/* Set the options that --igas names; NULL and "" are none. ORB_ERR_SYNTAX. */
ORB_MUST_CHECK enum orb_status cli_igas_read(bool igas[ORB_IGAS_OPTIONS], const char *text,
                                             struct orb_error *err);

/*
 * --policy, --operator, --igas and --urgency, which sets the deadline of the person and,
 * without --policy, the policy of urgency. A command without one of these options leaves it
 * out. ORB_ERR_SYNTAX.
 */
ORB_MUST_CHECK enum orb_status cli_question_options(struct orb_match_options *out,
                                                    struct orb_person *person,
                                                    const struct cli_context *cli,
                                                    const struct cli_arguments *args,
                                                    struct orb_error *err);

/* Check --igas, --urgency and the operands; opens nothing. */
ORB_MUST_CHECK enum orb_status cli_question_check(const struct cli_arguments *args,
                                                  struct orb_error *err);

/* For struct orb_person_codes: context is a struct orb_vocabulary. */
bool cli_person_code(void *context, const char *list, const char *code);

/* Open, read the situation and answer, with the minutes of --matrix and --router; the store
 * is let go before. limit: rows of each ranking, 0 = all. Release with cli_question_close,
 * also on failure. */
ORB_MUST_CHECK enum orb_status cli_question_ask(struct cli_question *q,
                                                const struct cli_context *cli,
                                                const struct cli_arguments *args,
                                                size_t limit, struct orb_error *err);
/* A case or a situation of a file, as that of the question: profile and date. Owned by the
 * caller, release with orb_case_free. */
ORB_MUST_CHECK enum orb_status cli_question_read(struct orb_case **out,
                                                 struct cli_question *q, const char *path,
                                                 struct orb_error *err);
/* Append what the minutes are made of; nothing without matrix or router. */
void cli_question_travel(struct orb_buf *out, const struct cli_question *q);

/* The same in one sentence without its end: by what, and how many offers of the ranking. */
void cli_question_methods(struct orb_buf *out, const struct cli_question *q);

/* The same for the file of --situation, or for --person of the vault, whatever the
 * operands, with every row. */
ORB_MUST_CHECK enum orb_status cli_question_ask_situation(struct cli_question *q,
                                                          const struct cli_context *cli,
                                                          const struct cli_arguments *args,
                                                          struct orb_error *err);
void cli_question_close(struct cli_question *q);

/* The rank of an offer among the rows of a ranking, from 1; 0 = it is not there. */
size_t cli_rank_in(const struct orb_ranking *ranking, uint32_t offer);

/* Who reads the answer. */
struct orb_reader cli_question_reader(const struct cli_question *q);

/* The label of a code in the reader's language, else the code. Valid until close. */
const char *cli_code_words(const struct cli_question *q, const char *list,
                           const char *code);

/* What the writers of documents need. */
struct orb_match_document cli_question_document(const struct cli_question *q, bool all);

#endif
