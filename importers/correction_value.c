/* What a partner writes in a cell; the words are those of the trade. */
#include "importers/correction_value.h"

#include <math.h>
#include <string.h>

#include "engine/base/date.h"
#include "engine/base/json.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/model/contact_text.h"
#include "importers/row_text.h"

static const struct correction_column columns[] = {
    { "nom", "name", CORRECTION_TEXT },
    { "description", "description", CORRECTION_TEXT },
    { "adresse", "address", CORRECTION_TEXT },
    { "code_postal", "postcode", CORRECTION_TEXT },
    { "commune", "commune", CORRECTION_COMMUNE },
    { "position", "position", CORRECTION_POSITION },
    { "telephone", "phone", CORRECTION_PHONE },
    { "courriel", "email", CORRECTION_EMAIL },
    { "site_web", "url", CORRECTION_URL },
    { "mobilisation", "mobilisation", CORRECTION_TEXT },
    { "horaires", "schedule", CORRECTION_TEXT },
    { "ouverture", "opened_on", CORRECTION_DAY },
    { "fermeture", "closed_on", CORRECTION_DAY },
    { "attente_jours", "wait_days", CORRECTION_COUNT },
    { "places_libres", "places_available", CORRECTION_COUNT },
    { "places_temporaires", "temporary_places", CORRECTION_COUNT },
    { "accueille", "accepts_new", CORRECTION_YES_NO },
    { "droit_commun", "droit_commun", CORRECTION_YES_NO },
    { "age_min", "age_min_months", CORRECTION_YEARS },
    { "age_max", "age_max_months", CORRECTION_YEARS },
    { "publics", "publics", CORRECTION_CODES },
    { "orientations", "orientations", CORRECTION_CODES },
    { "professions", "professions", CORRECTION_CODES },
    { "familles", "families", CORRECTION_CODES },
    { "themes", "themes", CORRECTION_CODES },
    { "langues", "languages", CORRECTION_CODES },
    { "departement_financeur", "funding_department", CORRECTION_TEXT },
};

enum { COLUMN_COUNT = sizeof columns / sizeof columns[0], AGE_MAX_YEARS = 150 };

const struct correction_column *orb_correction_column_at(size_t i)
{
    return i < COLUMN_COUNT ? &columns[i] : NULL;
}

const char *orb_correction_rule(const struct correction_column *column)
{
    static const char *const names[] = {
        [CORRECTION_TEXT] = "correction_text",
        [CORRECTION_COMMUNE] = "commune_unknown",
        [CORRECTION_DAY] = "date_unreadable",
        [CORRECTION_COUNT] = "number_unreadable",
        [CORRECTION_YEARS] = "age_unreadable",
        [CORRECTION_YES_NO] = "yes_no_unreadable",
        [CORRECTION_CODES] = "codes_unreadable",
        [CORRECTION_PHONE] = "phone_unreadable",
        [CORRECTION_EMAIL] = "email_unreadable",
        [CORRECTION_URL] = "url_unreadable",
        [CORRECTION_POSITION] = "position_unreadable",
    };

    return names[column->form];
}

/* Without accents or capitals. Lack of memory is told by out. */
static bool is_word(struct orb_buf *out, const char *text, const char *word)
{
    struct orb_buf folded = { 0 };
    bool same;

    orb_utf8_fold(&folded, text);
    out->failed = out->failed || folded.failed;
    same = !folded.failed && folded.len > 0 && strcmp(folded.data, word) == 0;
    orb_buf_release(&folded);
    return same;
}

static const char *write_day(struct orb_buf *out, const char *text)
{
    char iso[ORB_DATE_LEN];
    orb_date day;

    if (!orb_row_text_day(&day, text))
        return N_("the date is not a day written 2026-01-31 or 31/01/2026");
    orb_buf_printf(out, "\"%s\"", orb_date_write(iso, day));
    return NULL;
}

static const char *write_count(struct orb_buf *out, const char *text)
{
    int64_t count;

    if (!orb_integer_parse(&count, text, strlen(text), 0, 100000))
        return N_("a whole number from 0 on is expected");
    orb_buf_printf(out, "%lld", (long long)count);
    return NULL;
}

static const char *write_years(struct orb_buf *out, const char *text)
{
    int64_t years;

    if (!orb_integer_parse(&years, text, strlen(text), 0, AGE_MAX_YEARS))
        return N_("an age in whole years is expected");
    orb_buf_printf(out, "%lld", (long long)years * 12);
    return NULL;
}

static const char *write_yes_no(struct orb_buf *out, const char *text)
{
    bool yes = is_word(out, text, "oui") || is_word(out, text, "yes");

    if (!yes && !is_word(out, text, "non") && !is_word(out, text, "no"))
        return N_("'oui' or 'non' is expected");
    orb_buf_text(out, yes ? "true" : "false");
    return NULL;
}

static const char *write_codes(struct orb_buf *out, const char *text)
{
    bool first = true;

    orb_buf_char(out, '[');
    while (*text != '\0' && !is_word(out, text, "aucun")) {
        size_t len = strcspn(text, "|,");
        struct orb_arena arena = { 0 };
        char *item = orb_arena_text(&arena, text, len);
        char *code = item == NULL ? NULL : orb_row_text_trim(&arena, item);

        if (code == NULL)
            out->failed = true;
        else if (code[0] != '\0') {
            orb_buf_text(out, first ? "" : ",");
            orb_json_write_string(out, code);
            first = false;
        }
        orb_arena_release(&arena);
        text += len + (text[len] != '\0');
    }
    orb_buf_char(out, ']');
    return NULL;
}

static const char *write_commune(struct orb_buf *out, const char *text,
                                 const struct orb_territory_view *view)
{
    const char *current =
        view == NULL || view->commune == NULL ? NULL : view->commune(view->context, text);
    bool knows_any = view != NULL && view->next_commune != NULL &&
                     view->next_commune(view->context, NULL) != NULL;

    if (current == NULL && (knows_any || strlen(text) != 5))
        return N_("this is not the INSEE code of a commune of the territory");
    orb_json_write_string(out, current == NULL ? text : current);
    return NULL;
}

static const char *write_position(struct orb_buf *out, const char *text)
{
    const char *blank = strchr(text, ' ');
    char lon[ORB_NUMBER_LEN], lat[ORB_NUMBER_LEN];
    double x, y;

    if (blank == NULL || !orb_number_parse(&x, text, (size_t)(blank - text)) ||
        !orb_number_parse(&y, blank + 1, strlen(blank + 1)) || fabs(x) > 180 ||
        fabs(y) > 90)
        return N_(
            "a longitude, a blank and a latitude are expected, in degrees: 5.2256 46.2052");
    (void)orb_number_write(lon, x);
    (void)orb_number_write(lat, y);
    orb_buf_printf(out, "{\"lat\":%s,\"lon\":%s}", lat, lon);
    return NULL;
}

static const char *write_contact(struct orb_buf *out, const char *text, bool good,
                                 const char *sentence)
{
    if (!good)
        return sentence;
    orb_json_write_string(out, text);
    return NULL;
}

const char *orb_correction_value_write(struct orb_buf *out,
                                       const struct correction_column *column,
                                       const char *text,
                                       const struct orb_territory_view *view)
{
    if (strcmp(text, "?") == 0 || is_word(out, text, "inconnu")) {
        orb_buf_text(out, "null");
        return NULL;
    }
    switch (column->form) {
    case CORRECTION_COMMUNE:
        return write_commune(out, text, view);
    case CORRECTION_DAY:
        return write_day(out, text);
    case CORRECTION_COUNT:
        return write_count(out, text);
    case CORRECTION_YEARS:
        return write_years(out, text);
    case CORRECTION_YES_NO:
        return write_yes_no(out, text);
    case CORRECTION_CODES:
        return write_codes(out, text);
    case CORRECTION_POSITION:
        return write_position(out, text);
    case CORRECTION_PHONE:
        return write_contact(out, text, orb_contact_is_phone(text),
                             N_("this is not a telephone number"));
    case CORRECTION_EMAIL:
        return write_contact(out, text, orb_contact_is_email(text),
                             N_("this is not an e-mail address"));
    case CORRECTION_URL:
        return write_contact(out, text, orb_contact_is_url(text),
                             N_("this is not an address of the web (http, https)"));
    default:
        orb_json_write_string(out, text);
        return NULL;
    }
}
