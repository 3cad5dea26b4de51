/* An establishment of the extraction: a service at a site, with the one offer its category
 * makes. */
#include <math.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "importers/finess_csv.h"

const char *const orb_finess_csv_names[FINESS_CSV_FIELDS] = {
    "typeet",         "nofinesset",
    "nofinessej",     "rs",
    "rslongue",       "complrs",
    "compldistrib",   "numvoie",
    "typvoie",        "voie",
    "compvoie",       "lieuditbp",
    "commune",        "departement",
    "libdepartement", "ligneacheminement",
    "telephone",      "telecopie",
    "categetab",      "libcategetab",
    "categagretab",   "libcategagretab",
    "siret",          "codeape",
    "codemft",        "libmft",
    "codesph",        "libsph",
    "dateouv",        "dateautor",
    "datemaj",        "numuai",
};

void orb_finess_csv_add(struct orb_buf *object, const char *key, const char *value)
{
    if (value == NULL)
        return;
    orb_buf_text(object, object->len == 0 ? "{" : ",");
    orb_json_write_string(object, key);
    orb_buf_char(object, ':');
    orb_json_write_string(object, value);
}

/* Close an object under construction into *out. */
static enum orb_status finish(struct finess_csv *c, struct orb_buf *object,
                              const char **out, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (object->len > 0) {
        orb_buf_char(object, '}');
        *out = object->failed ? NULL
                              : orb_arena_text(&c->f.scratch, object->data, object->len);
        if (*out == NULL)
            status = orb_error_memory(err);
    }
    orb_buf_release(object);
    return status;
}

/* One blank between words, none around, no control character. */
static const char *cleaned(struct finess_csv *c, const char *text)
{
    size_t len = strlen(text);
    char *copy = orb_arena_text(&c->f.scratch, text, len);
    size_t n = 0;

    if (copy == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        bool blank = (unsigned char)text[i] <= ' ' || text[i] == 0x7f;

        if (blank && (n == 0 || copy[n - 1] == ' '))
            continue;
        copy[n++] = blank ? ' ' : text[i];
    }
    while (n > 0 && copy[n - 1] == ' ')
        n--;
    copy[n] = '\0';
    c->f.blanks = c->f.blanks || n != len;
    return copy;
}

static enum orb_status read_fields(struct finess_csv *c, struct orb_error *err)
{
    c->f.blanks = false;
    for (size_t i = 0; i < FINESS_CSV_FIELDS; i++) {
        const char *text = orb_csv_field(&c->csv, i);

        c->fields[i] = NULL;
        if (text[0] == '\0')
            continue;
        text = cleaned(c, text);
        if (text == NULL)
            return orb_error_memory(err);
        c->fields[i] = text[0] == '\0' ? NULL : text;
    }
    c->f.counts[FINESS_NOTE_BLANKS] += c->f.blanks;
    return ORB_OK;
}

/* The value is left out of the record and told. */
static enum orb_status drop(struct finess_csv *c, enum finess_csv_field field,
                            enum finess_rule rule, struct orb_error *err)
{
    const char *value = c->fields[field];

    c->fields[field] = NULL;
    return orb_finess_find(&c->f, rule, orb_finess_csv_names[field], value, err);
}

static enum orb_status check_numbers(struct finess_csv *c, struct orb_error *err)
{
    const char *entity = c->fields[FINESS_CSV_ENTITY];
    const char *siret = c->fields[FINESS_CSV_SIRET];
    enum orb_status status = ORB_OK;

    if (entity != NULL && !orb_finess_is_number(entity))
        status = drop(c, FINESS_CSV_ENTITY, FINESS_RULE_IDENTIFIER_UNREADABLE, err);
    if (status == ORB_OK && siret != NULL && !orb_finess_digits(siret, 14))
        status = drop(c, FINESS_CSV_SIRET, FINESS_RULE_IDENTIFIER_UNREADABLE, err);
    c->f.counts[FINESS_UNKNOWN_SIRET] += c->fields[FINESS_CSV_SIRET] == NULL;
    return status;
}

static struct orb_provenance provenance(const struct finess_csv *c)
{
    return (struct orb_provenance){ FINESS_SOURCE_CSV, c->f.date, ORB_BASIS_DECLARED,
                                    NULL };
}

/* The extraction gives the number of the legal entity and nothing else of it. */
static enum orb_status put_organization(struct finess_csv *c, const char **id,
                                        struct orb_error *err)
{
    const char *number = c->fields[FINESS_CSV_ENTITY];
    const struct orb_identifier identifier = { "finess-ej", number };
    struct orb_organization o = { .kind = "entite_juridique",
                                  .finess_ej = number,
                                  .opened_on = ORB_DATE_NONE,
                                  .closed_on = ORB_DATE_NONE,
                                  .identifiers = &identifier,
                                  .identifier_count = 1,
                                  .provenance = provenance(c) };

    *id = NULL;
    if (number == NULL)
        return ORB_OK;
    *id = o.id = orb_arena_printf(&c->f.scratch, "finess-ej:%s", number);
    if (o.id == NULL)
        return orb_error_memory(err);
    if (orb_finess_numbers_find(&c->f.seen_organizations, number) != FINESS_NUMBER_NONE)
        return ORB_OK;
    if (orb_finess_numbers_add(&c->f.seen_organizations, number) != ORB_OK)
        return orb_error_memory(err);
    c->f.counts[FINESS_KEPT_ORGANIZATIONS]++;
    return orb_sink_organization(c->f.sink, &o, err);
}

static enum orb_status put_site(struct finess_csv *c, const char *service, const char **id,
                                struct orb_error *err)
{
    const char *category = c->fields[FINESS_CSV_CATEGORY];
    struct orb_site site = { .id = orb_arena_printf(&c->f.scratch, "%s/site", service),
                             .lon = (double)NAN,
                             .lat = (double)NAN,
                             .provenance = provenance(c) };
    struct orb_buf extra = { 0 };
    enum orb_status status = site.id == NULL ? orb_error_memory(err) : ORB_OK;

    if (category != NULL && strcmp(category, "462") == 0)
        site.kind = "confidential"; /* a lieu de vie is a private home */
    if (status == ORB_OK)
        status = orb_finess_csv_address(c, &site, &extra, err);
    if (status == ORB_OK)
        status =
            orb_finess_csv_position(c, c->fields[FINESS_CSV_NUMBER], &site, &extra, err);
    if (status == ORB_OK)
        status = finish(c, &extra, &site.extra, err);
    orb_buf_release(&extra);
    if (status != ORB_OK)
        return status;
    *id = site.id;
    c->f.counts[FINESS_UNKNOWN_POSITION] += isnan(site.lon) != 0;
    c->f.counts[FINESS_KEPT_SITES]++;
    return orb_sink_site(c->f.sink, &site, err);
}

/* What is kept of the row and not matched. */
static enum orb_status fill_codes(struct finess_csv *c, struct orb_service *s,
                                  struct orb_error *err)
{
    const char *const *fields = c->fields;
    struct orb_buf codes = { 0 };
    struct orb_buf extra = { 0 };
    enum orb_status status;

    orb_finess_csv_add(&codes, "mode_tarifaire", fields[FINESS_CSV_TARIFF]);
    orb_finess_csv_add(&codes, "ape", fields[FINESS_CSV_APE]);
    orb_finess_csv_add(&codes, "agregat", fields[FINESS_CSV_GROUP]);
    orb_finess_csv_add(&codes, "sph", fields[FINESS_CSV_HOSPITAL]);
    if (fields[FINESS_CSV_NAME] != NULL && strcmp(fields[FINESS_CSV_NAME], s->name) != 0)
        orb_finess_csv_add(&extra, "nom_court", fields[FINESS_CSV_NAME]);
    orb_finess_csv_add(&extra, "complement", fields[FINESS_CSV_COMPLEMENT]);
    orb_finess_csv_add(&extra, "autorise_le", fields[FINESS_CSV_AUTHORISED]);
    orb_finess_csv_add(&extra, "mis_a_jour", fields[FINESS_CSV_UPDATED]);
    status = finish(c, &codes, &s->codes, err);
    if (status == ORB_OK)
        status = finish(c, &extra, &s->extra, err);
    orb_buf_release(&extra);
    return status;
}

static enum orb_status read_opening(struct finess_csv *c, orb_date *out,
                                    struct orb_error *err)
{
    const char *text = c->fields[FINESS_CSV_OPENED];

    *out = ORB_DATE_NONE;
    if (text == NULL || orb_date_parse(out, text, strlen(text)))
        return ORB_OK;
    return drop(c, FINESS_CSV_OPENED, FINESS_RULE_DATE_UNREADABLE, err);
}

static enum orb_status put_service(struct finess_csv *c, struct orb_service *s,
                                   struct orb_error *err)
{
    const char *const *fields = c->fields;
    struct orb_identifier identifiers[3] = { { "finess", fields[FINESS_CSV_NUMBER] } };
    const struct orb_contact phone = { .channel = "phone",
                                       .value = fields[FINESS_CSV_PHONE],
                                       .confidentiality = ORB_PROFESSIONAL,
                                       .checked_on = ORB_DATE_NONE };
    enum orb_status status;

    s->name = fields[FINESS_CSV_LONG_NAME] != NULL ? fields[FINESS_CSV_LONG_NAME]
                                                   : fields[FINESS_CSV_NAME];
    s->category = fields[FINESS_CSV_CATEGORY];
    s->closed_on = ORB_DATE_NONE;
    s->identifiers = identifiers;
    s->identifier_count = 1;
    if (fields[FINESS_CSV_SIRET] != NULL)
        identifiers[s->identifier_count++] =
            (struct orb_identifier){ "siret", fields[FINESS_CSV_SIRET] };
    if (fields[FINESS_CSV_UAI] != NULL)
        identifiers[s->identifier_count++] =
            (struct orb_identifier){ "uai", fields[FINESS_CSV_UAI] };
    s->contacts = &phone;
    s->contact_count = phone.value != NULL;
    s->provenance = provenance(c);
    status = read_opening(c, &s->opened_on, err);
    if (status == ORB_OK)
        status = orb_finess_label(&c->f, "finess_categories", s->category, err);
    if (status == ORB_OK)
        status = orb_finess_category(&c->f, s->category, err);
    if (status == ORB_OK)
        status = fill_codes(c, s, err);
    c->f.counts[FINESS_KEPT_SERVICES]++;
    return status == ORB_OK ? orb_sink_service(c->f.sink, s, err) : status;
}

static enum orb_status put_offer(struct finess_csv *c, const struct orb_service *s,
                                 struct orb_error *err)
{
    const struct finess_terms_codes codes = { .category = s->category };
    struct orb_offer offer;
    enum orb_status status;

    orb_offer_init(&offer);
    offer.id = s->id;
    offer.service = s->id;
    offer.opened_on = s->opened_on;
    offer.provenance = provenance(c);
    offer.provenance.basis = ORB_BASIS_INFERRED;
    status = orb_finess_terms_fill(&c->f.terms, &c->f.scratch, &codes, &offer, err);
    offer.terms.engagements = (struct orb_code_list){ 0 }; /* the file has none to say */
    return status == ORB_OK ? orb_finess_put_offer(&c->f, &offer, err) : status;
}

static enum orb_status put_row(struct finess_csv *c, struct orb_error *err)
{
    struct orb_service s = { .id = orb_arena_printf(&c->f.scratch, "finess:%s",
                                                    c->fields[FINESS_CSV_NUMBER]) };
    bool detailed;
    enum orb_status status = s.id == NULL ? orb_error_memory(err) : ORB_OK;

    if (status == ORB_OK)
        status = check_numbers(c, err);
    if (status == ORB_OK)
        status = put_organization(c, &s.organization, err);
    if (status == ORB_OK)
        status = put_site(c, s.id, &s.site, err);
    if (status != ORB_OK)
        return status;
    detailed = orb_finess_numbers_find(&c->detailed, c->fields[FINESS_CSV_NUMBER]) !=
               FINESS_NUMBER_NONE;
    status = put_service(c, &s, err);
    if (status == ORB_OK && !detailed)
        return put_offer(c, &s, err);
    c->f.counts[FINESS_NOTE_OFFER_LEFT] += detailed;
    return status;
}

enum orb_status orb_finess_csv_take(struct finess_csv *c, struct orb_error *err)
{
    const char *number;
    enum orb_status status = read_fields(c, err);

    if (status != ORB_OK)
        return status;
    number = c->fields[FINESS_CSV_NUMBER];
    if (number == NULL || !orb_finess_is_number(number))
        return drop(c, FINESS_CSV_NUMBER, FINESS_RULE_NUMBER, err);
    if (orb_finess_numbers_find(&c->f.seen_establishments, number) != FINESS_NUMBER_NONE)
        return drop(c, FINESS_CSV_NUMBER, FINESS_RULE_NUMBER_TWICE, err);
    if (orb_finess_numbers_add(&c->f.seen_establishments, number) != ORB_OK)
        return orb_error_memory(err);
    return put_row(c, err);
}
