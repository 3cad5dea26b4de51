/* Values as the schema of data·inclusion wants them: required ones always there, the others
 * left out when they would not obey it. */
#include <math.h>
#include <string.h>

#include "engine/base/digest.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/base/uuid.h"
#include "engine/model/contact_text.h"
#include "engine/model/opening_hours.h"
#include "maps/data_inclusion.h"
#include "maps/native_parts.h"

#define STRUCTURES   "data-inclusion-structures:"
#define SERVICES     "data-inclusion-services:"
#define STRUCTURE_ID "data-inclusion-structure:"

/* Identifiers longer than this, or with blanks, are not read back. */
enum { ID_MAX = 120, URL_MAX = 2083 };

void orb_dinc_map_clear(struct dinc_map *m)
{
    if (m->text.failed && m->status == ORB_OK)
        m->status = orb_error_memory(m->err);
    orb_buf_clear(&m->text);
}

/* ---- texts */

static size_t count_characters(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* Append the text without blanks around, lines joined when it is one line, at most max
 * characters. */
static void add_cut(struct orb_buf *out, const char *text, size_t max, bool one_line)
{
    size_t begin = out->len;
    bool cut = false;

    while (*text == ' ' || *text == '\n' || *text == '\t' || *text == '\r')
        text++;
    cut = count_characters(text) > max;
    for (size_t n = 0; *text != '\0' && !(cut && n + 1 == max); n++) {
        size_t len = orb_utf8_len(text);

        len = len == 0 ? 1 : len;
        if (one_line && (unsigned char)*text < ' ')
            orb_buf_char(out, ' ');
        else
            orb_buf_add(out, text, len);
        text += len;
    }
    while (out->len > begin && (unsigned char)out->data[out->len - 1] <= ' ')
        out->data[--out->len] = '\0';
    if (cut)
        orb_buf_text(out, "…");
}

void orb_dinc_map_text(struct dinc_map *m, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        orb_jw_member_text(&m->json, key, text);
}

static bool ends_with_etc(const struct orb_buf *text)
{
    return text->len >= 4 && strcmp(text->data + text->len - 4, "etc.") == 0;
}

void orb_dinc_map_name(struct dinc_map *m, const char *const names[3])
{
    struct orb_buf *text = &m->text;

    orb_dinc_map_clear(m);
    for (size_t i = 0; i < 3; i++) {
        orb_dinc_map_clear(m);
        if (names[i] == NULL)
            continue;
        add_cut(text, names[i], DINC_NAME_MAX, true);
        while (text->len > 0 && text->data[text->len - 1] == '.' && !ends_with_etc(text))
            text->data[--text->len] = '\0';
        if (text->len > 0 && count_characters(text->data) >= DINC_NAME_MIN)
            break;
    }
    orb_jw_member_text(&m->json, "nom", text->len == 0 ? "Sans nom" : text->data);
}

bool orb_dinc_map_description(struct dinc_map *m, const char *text)
{
    orb_dinc_map_clear(m);
    if (text != NULL)
        add_cut(&m->text, text, DINC_DESCRIPTION_MAX, false);
    if (m->text.len == 0 || count_characters(m->text.data) < DINC_DESCRIPTION_MIN)
        return false;
    orb_jw_member_text(&m->json, "description", m->text.data);
    return true;
}

/* ---- identity */

bool orb_dinc_map_is_own(const struct orb_json *object, bool is_service)
{
    return orb_exchange_is_from(object, is_service ? SERVICES : STRUCTURES) &&
           orb_exchange_identifier(object, "data-inclusion") != NULL;
}

void orb_dinc_map_own_id(struct dinc_map *m, const char *id, struct orb_buf *out)
{
    char uuid[ORB_UUID_LEN];
    bool readable = strlen(id) + strlen("orbite--") <= ID_MAX;

    for (const char *p = id; *p != '\0'; p++)
        readable = readable && (unsigned char)*p > ' ';
    if (!readable && m->status == ORB_OK)
        m->status = orb_uuid_make(uuid, &orb_uuid_of_records, m->sha1, id, m->err);
    orb_buf_printf(out, "orbite--%s", readable || m->status != ORB_OK ? id : uuid);
}

static const char *producer_of(const struct orb_json *object, bool is_service)
{
    return orb_exchange_text(orb_json_get(object, "provenance"), "source") +
           strlen(is_service ? SERVICES : STRUCTURES);
}

void orb_dinc_map_identity(struct dinc_map *m, const struct orb_json *object,
                           const char *id, bool is_service)
{
    if (orb_dinc_map_is_own(object, is_service)) {
        orb_jw_member_text(&m->json, "source", producer_of(object, is_service));
        orb_jw_member_text(&m->json, "id",
                           orb_exchange_identifier(object, "data-inclusion"));
        return;
    }
    orb_dinc_map_clear(m);
    orb_dinc_map_own_id(m, id, &m->text);
    orb_jw_member_text(&m->json, "source", "orbite");
    orb_jw_member_text(&m->json, "id", m->text.data);
}

/* Of a structure that is not here, as its service names it: "dora/17" is "dora--17". */
static void add_absent(struct orb_buf *out, const char *id)
{
    size_t producer = strcspn(id, "/");

    orb_buf_add(out, id, producer);
    if (id[producer] != '\0')
        orb_buf_printf(out, "--%s", id + producer + 1);
}

void orb_dinc_map_structure_id(struct dinc_map *m, const struct orb_exchange_row *row)
{
    const char *id = orb_exchange_text(row->service, "organization");

    orb_dinc_map_clear(m);
    if (orb_dinc_map_is_own(row->organization, false))
        orb_buf_text(&m->text,
                     orb_exchange_identifier(row->organization, "data-inclusion"));
    else if (row->organization != NULL)
        orb_dinc_map_own_id(m, orb_exchange_text(row->organization, "id"), &m->text);
    else if (id != NULL && strncmp(id, STRUCTURE_ID, strlen(STRUCTURE_ID)) == 0)
        add_absent(&m->text, id + strlen(STRUCTURE_ID));
    else
        orb_dinc_map_own_id(m, id == NULL ? row->id : id, &m->text);
    orb_jw_member_text(&m->json, "structure_id", m->text.data);
}

/* ---- values */

void orb_dinc_map_day(struct dinc_map *m, const struct orb_json *object)
{
    orb_date first = orb_date_make(2000, 1, 1); /* the format knows none before */
    orb_date day = orb_exchange_day(object);

    if (day == ORB_DATE_NONE)
        day = m->x.selection.date;
    if (day == ORB_DATE_NONE && m->status == ORB_OK)
        m->status = orb_error_set(
            m->err, ORB_ERR_NOT_FOUND,
            _("data·inclusion asks for a date and no source has one: give --date"));
    orb_jw_member_date(&m->json, "date_maj", day < first ? first : day);
}

static bool is_code(const char *text, size_t len, bool digits)
{
    for (size_t i = 0; i < len; i++)
        if (!((text[i] >= '0' && text[i] <= '9') ||
              (!digits && text[i] >= 'A' && text[i] <= 'Z')))
            return false;
    return text[len] == '\0';
}

static void write_address(struct dinc_map *m, const char *address)
{
    size_t len = address == NULL ? 0 : strcspn(address, "\n");
    size_t rest;

    if (len == 0)
        return;
    orb_jw_key(&m->json, "adresse");
    orb_jw_text_len(&m->json, address, len);
    if (address[len] == '\0')
        return;
    orb_dinc_map_clear(m);
    for (address += len + 1; *address != '\0'; address += rest + (address[rest] != '\0')) {
        rest = strcspn(address, "\n");
        orb_buf_text(&m->text, m->text.len > 0 ? ", " : "");
        orb_buf_add(&m->text, address, rest);
    }
    orb_dinc_map_text(m, "complement_adresse", m->text.len > 0 ? m->text.data : NULL);
}

/* The format cannot say that a position is doubtful or only that of the commune: it then
 * has none, but the one its own producer gave. */
static bool has_position(const struct orb_json *site, bool is_own)
{
    const char *state = orb_exchange_text(site, "position");
    const char *precision = orb_exchange_text(site, "precision");
    bool corrected = orb_json_get(orb_json_get(site, "provenance"), "address") != NULL;

    if (isnan(orb_exchange_number(site, "lon")) || isnan(orb_exchange_number(site, "lat")))
        return false;
    if (is_own && !corrected)
        return true;
    return (state == NULL || strcmp(state, "doubtful") != 0) &&
           (precision == NULL || strcmp(precision, "municipality") != 0);
}

void orb_dinc_map_place(struct dinc_map *m, const struct orb_json *site, bool is_own)
{
    const char *commune = orb_exchange_text(site, "commune");
    const char *name = orb_exchange_text(site, ORB_NATIVE_OF_SOURCE "commune");
    const char *postcode = orb_exchange_text(site, "postcode");

    if (site == NULL)
        return;
    write_address(m, orb_exchange_text(site, "address"));
    orb_dinc_map_text(m, "commune",
                      name != NULL ? name : orb_exchange_commune(&m->x, commune));
    if (commune != NULL && strlen(commune) == 5 && is_code(commune, 5, false))
        orb_jw_member_text(&m->json, "code_insee", commune);
    if (postcode != NULL && strlen(postcode) == 5 && is_code(postcode, 5, true))
        orb_jw_member_text(&m->json, "code_postal", postcode);
    if (!has_position(site, is_own))
        return;
    orb_jw_key(&m->json, "longitude");
    orb_jw_fixed(&m->json, orb_exchange_number(site, "lon"), 6);
    orb_jw_key(&m->json, "latitude");
    orb_jw_fixed(&m->json, orb_exchange_number(site, "lat"), 6);
}

void orb_dinc_map_url(struct dinc_map *m, const char *key, const char *text)
{
    if (text != NULL && strlen(text) <= URL_MAX && orb_exchange_is_uri(text))
        orb_jw_member_text(&m->json, key, text);
}

static const char *either(const struct orb_exchange_contacts *first,
                          const struct orb_exchange_contacts *then, const char *channel)
{
    const char *found = orb_exchange_contact_find(first, channel, NULL);

    return found != NULL || then == NULL ? found
                                         : orb_exchange_contact_find(then, channel, NULL);
}

void orb_dinc_map_contacts(struct dinc_map *m, const struct orb_exchange_contacts *first,
                           const struct orb_exchange_contacts *then)
{
    const char *phone = either(first, then, "phone");
    const char *email = either(first, then, "email");

    if (phone != NULL && orb_contact_is_phone(phone))
        orb_jw_member_text(&m->json, "telephone", phone);
    if (email != NULL && orb_contact_is_email(email))
        orb_jw_member_text(&m->json, "courriel", email);
    orb_dinc_map_url(m, "site_web", either(first, then, "url"));
}

void orb_dinc_map_hours(struct dinc_map *m, const char *hours)
{
    if (hours == NULL || hours[0] == '\0')
        return;
    orb_dinc_map_clear(m);
    orb_opening_hours_write(&m->text, hours);
    orb_jw_member_text(&m->json, "horaires_accueil", m->text.data);
}

void orb_dinc_map_codes(struct dinc_map *m, const char *key, const struct orb_json *codes,
                        const char *list)
{
    const struct orb_term_list *terms = NULL;
    bool any = false;

    if (m->status == ORB_OK)
        m->status = orb_vocabulary_terms(&m->x.vocabulary, list, &terms, m->err);
    for (size_t i = 0; m->status == ORB_OK && i < orb_json_count(codes); i++) {
        const char *code = orb_json_text(orb_json_at(codes, i));
        bool again = false;

        for (size_t j = 0; j < i && code != NULL && !again; j++) {
            const char *before = orb_json_text(orb_json_at(codes, j));

            again = before != NULL && strcmp(before, code) == 0;
        }
        if (code == NULL || again || orb_term_find(terms, code) == NULL)
            continue;
        if (!any) {
            orb_jw_key(&m->json, key);
            orb_jw_open_array(&m->json);
        }
        any = true;
        orb_jw_text(&m->json, code);
    }
    if (any)
        orb_jw_close(&m->json);
}

void orb_dinc_map_score(struct dinc_map *m, const struct orb_json *object)
{
    const char *text = orb_exchange_text(object, "score_qualite");
    double score;

    orb_dinc_map_url(m, "lien_source", orb_exchange_text(object, "lien_source"));
    if (text != NULL && orb_number_parse(&score, text, strlen(text)) && score >= 0 &&
        score <= 1)
        orb_jw_member_number(&m->json, "score_qualite", score);
}
