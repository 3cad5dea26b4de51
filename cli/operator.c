/* A FINESS number is what people have at hand; the prefix makes it an identifier of ours.
 */
#include "cli/operator.h"

#include <string.h>

#include "engine/base/text.h"
#include "engine/store/store.h"

#define EJ_PREFIX  "finess-ej:"
#define FINESS_LEN 9

/* Nine characters, digits but for the A or B of Corsica's départements in second place. */
static bool is_finess(const char *text)
{
    if (strlen(text) != FINESS_LEN)
        return false;
    for (size_t i = 0; i < FINESS_LEN; i++)
        if (strchr(i == 1 ? "0123456789AB" : "0123456789", text[i]) == NULL)
            return false;
    return true;
}

enum orb_status cli_operator_parse(struct orb_operator *out, struct orb_arena *arena,
                                   const char *text, struct orb_error *err)
{
    struct orb_operator op = { 0 };
    const char *colon = strchr(text, ':');

    if (is_finess(text)) {
        op.organization = orb_arena_printf(arena, EJ_PREFIX "%s", text);
        op.finess_ej = orb_arena_strdup(arena, text);
    } else if (colon != NULL && colon != text && colon[1] != '\0') {
        op.organization = orb_arena_strdup(arena, text);
        if (strncmp(text, EJ_PREFIX, strlen(EJ_PREFIX)) == 0)
            op.finess_ej = orb_arena_strdup(arena, colon + 1);
    } else {
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("'%s' is no organization; write its identifier (finess-ej:010780054) or its FINESS number"),
            text);
    }
    if (op.organization == NULL)
        return orb_error_memory(err);
    *out = op;
    return ORB_OK;
}

struct reading {
    struct orb_operator *out;
    struct orb_arena *arena;
};

static enum orb_status take(void *context, const struct orb_record *record,
                            struct orb_error *err)
{
    struct reading *reading = context;
    const struct orb_operator *op = record->as.operator;

    if (record->kind != ORB_RECORD_OPERATOR)
        return ORB_OK;
    reading->out->organization = orb_arena_strdup(reading->arena, op->organization);
    reading->out->finess_ej = orb_arena_strdup(reading->arena, op->finess_ej);
    if ((op->organization != NULL && reading->out->organization == NULL) ||
        (op->finess_ej != NULL && reading->out->finess_ej == NULL))
        return orb_error_memory(err);
    return ORB_OK;
}

enum orb_status cli_operator_read(struct orb_operator *out, struct orb_arena *arena,
                                  struct orb_store *store, struct orb_error *err)
{
    const struct orb_store_filter filter = { .kinds = 1U << ORB_RECORD_OPERATOR };
    struct reading reading = { out, arena };
    const struct orb_sink sink = { &reading, take };

    memset(out, 0, sizeof *out);
    return orb_store_replay(store, &filter, &sink, err);
}
