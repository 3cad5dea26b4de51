/* A legal entity and its establishments: organizations, services and their codes. */
#include <stdio.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "importers/finess.h"

/* Phone and e-mail; the fax is dropped because nobody reads it. */
static enum orb_status contacts(struct finess *f, const struct orb_node *list,
                                const struct orb_contact **out, uint32_t *count,
                                struct orb_error *err)
{
    static const char *const keys[2] = { "telephone", "courriel" };
    static const char *const channels[2] = { "phone", "email" };
    size_t rows = orb_node_count(list);
    struct orb_contact *items = orb_arena_array(&f->scratch, 2 * rows + 1, sizeof *items);

    if (items == NULL)
        return orb_error_memory(err);
    *count = 0;
    for (size_t i = 0; i < 2 * rows; i++) {
        const struct orb_node *row = orb_node_at(list, i / 2);
        const char *value = NULL;
        enum orb_status status =
            orb_finess_text(f, orb_node_get(row, "telecom"), keys[i % 2], &value, err);

        if (status != ORB_OK)
            return status;
        if (value != NULL)
            items[(*count)++] = (struct orb_contact){ .channel = channels[i % 2],
                                                      .value = value,
                                                      .confidentiality = ORB_PROFESSIONAL,
                                                      .checked_on = ORB_DATE_NONE };
    }
    *out = items;
    return ORB_OK;
}

/* An identifier of so many digits; another text is told and left out. */
static enum orb_status check_digits(struct finess *f, const char *key, size_t digits,
                                    const char **text, struct orb_error *err)
{
    const char *value = *text;

    if (value == NULL || orb_finess_digits(value, digits))
        return ORB_OK;
    *text = NULL;
    return orb_finess_find(f, FINESS_RULE_IDENTIFIER_UNREADABLE, key, value, err);
}

/* Opening and closing, and the key of the opening. */
struct life {
    const char *opening;
    orb_date opened_on;
    orb_date closed_on;
};

/* State I without a date closed at the latest on the day of the feed. */
static enum orb_status check_state(struct finess *f, const struct orb_node *row,
                                   struct life *life, struct orb_error *err)
{
    const char *state = NULL;
    enum orb_status status = orb_finess_text(f, row, "etatObjet", &state, err);

    if (status != ORB_OK)
        return status;
    if (state == NULL || (strcmp(state, "A") != 0 && strcmp(state, "I") != 0))
        return orb_finess_find(f, FINESS_RULE_STATE_UNKNOWN, "etatObjet", state, err);
    if (strcmp(state, "A") == 0 || life->closed_on != ORB_DATE_NONE)
        return ORB_OK;
    life->closed_on = f->date;
    return orb_finess_find(f, FINESS_RULE_CLOSED_WITHOUT_DATE, "dateFermeture", NULL, err);
}

static enum orb_status read_life(struct finess *f, const struct orb_node *row,
                                 const struct orb_node *info, struct life *life,
                                 struct orb_error *err)
{
    char text[ORB_DATE_LEN];
    enum orb_status status = orb_finess_date(f, info, life->opening, &life->opened_on, err);

    if (status == ORB_OK)
        status = orb_finess_date(f, info, "dateFermeture", &life->closed_on, err);
    if (status == ORB_OK)
        status = check_state(f, row, life, err);
    if (status != ORB_OK || life->closed_on == ORB_DATE_NONE ||
        life->opened_on <= life->closed_on)
        return status;
    (void)orb_date_write(text, life->opened_on);
    life->opened_on = ORB_DATE_NONE;
    return orb_finess_find(f, FINESS_RULE_DATES_REVERSED, life->opening, text, err);
}

/* The number of a row and the identifier made of it. */
struct numbered {
    const char *field;
    const char *number;
    const char *id;
    struct finess_numbers *seen;
    bool ok; /* false: the row is left out */
};

/* Well formed and not seen before in this feed. */
static enum orb_status check_number(struct finess *f, struct numbered *n,
                                    struct orb_error *err)
{
    n->ok = false;
    if (n->number == NULL || !orb_finess_is_number(n->number))
        return orb_finess_find(f, FINESS_RULE_NUMBER, n->field, n->number, err);
    if (n->id == NULL)
        return orb_error_memory(err);
    if (orb_finess_numbers_find(n->seen, n->number) != FINESS_NUMBER_NONE)
        return orb_finess_find(f, FINESS_RULE_NUMBER_TWICE, n->field, n->number, err);
    if (orb_finess_numbers_add(n->seen, n->number) != ORB_OK)
        return orb_error_memory(err);
    n->ok = true;
    return ORB_OK;
}

static void add_text(struct orb_buf *b, const char *key, const char *value)
{
    if (value == NULL)
        return;
    orb_buf_text(b, b->len == 0 ? "{" : ",");
    orb_json_write_string(b, key);
    orb_buf_char(b, ':');
    orb_json_write_string(b, value);
}

static const char *finish_object(struct finess *f, struct orb_buf *b, bool *failed)
{
    const char *text = NULL;

    if (b->len > 0) {
        orb_buf_char(b, '}');
        text = b->failed ? NULL : orb_arena_text(&f->scratch, b->data, b->len);
        *failed = *failed || text == NULL;
    }
    orb_buf_release(b);
    return text;
}

static enum orb_status read_organization(struct finess *f, const struct orb_node *value,
                                         struct orb_organization *o, const char **siren,
                                         struct orb_error *err)
{
    const struct orb_node *info = orb_node_get(value, "informationsGeneralesPMEJ");
    struct life life = { .opening = "dateCreation" };
    enum orb_status status =
        orb_finess_text(f, info, "denominationLonguePmSmsse", &o->name, err);

    if (status == ORB_OK)
        status = orb_finess_text(f, info, "denominationPm", &o->short_name, err);
    if (status == ORB_OK)
        status = orb_finess_text(f, info, "statutJuridique", &o->legal_status, err);
    if (status == ORB_OK)
        status = orb_finess_text(f, info, "siren", siren, err);
    if (status == ORB_OK)
        status = check_digits(f, "siren", 9, siren, err);
    if (status == ORB_OK)
        status = read_life(f, value, info, &life, err);
    if (status == ORB_OK)
        status = contacts(f, orb_node_get(value, "contact"), &o->contacts,
                          &o->contact_count, err);
    o->name = o->name == NULL ? o->short_name : o->name;
    o->opened_on = life.opened_on;
    o->closed_on = life.closed_on;
    return status;
}

static enum orb_status put_organization(struct finess *f, const struct orb_node *value,
                                        const struct numbered *n, struct orb_error *err)
{
    struct orb_organization o = { .id = n->id,
                                  .kind = "entite_juridique",
                                  .finess_ej = n->number };
    struct orb_identifier identifiers[2] = { { "finess-ej", n->number },
                                             { "siren", NULL } };
    struct finess_owner owner = { .id = n->id, .main_usage = "02" };
    enum orb_status status = read_organization(f, value, &o, &identifiers[1].value, err);

    if (status == ORB_OK)
        status = orb_finess_sites(f, orb_node_get(value, "adresse"), &owner, err);
    if (status != ORB_OK)
        return status;
    o.identifiers = identifiers;
    o.identifier_count = identifiers[1].value == NULL ? 1 : 2;
    o.provenance = (struct orb_provenance){ FINESS_SOURCE_STRUCTURES, f->date,
                                            ORB_BASIS_DECLARED, NULL };
    f->counts[FINESS_KEPT_ORGANIZATIONS]++;
    return orb_sink_organization(f->sink, &o, err);
}

/* Codes of the other natures, active ones first named. */
static void add_activities(struct finess *f, const char *number, struct orb_buf *codes)
{
    const struct finess_exercised *row = orb_finess_exercised_find(&f->activities, number);
    static const char *const keys[2] = { "activites", "activites_inactives" };

    for (size_t part = 0; row != NULL && part < 2; part++) {
        bool any = false;

        for (uint32_t i = 0; i < row->code_count; i++) {
            uint32_t code = f->activities.others[row->first_code + i];

            if ((code & FINESS_INACTIVE) != (part == 0 ? 0 : FINESS_INACTIVE))
                continue;
            if (!any) {
                orb_buf_text(codes, codes->len == 0 ? "{\"" : ",\"");
                orb_buf_text(codes, keys[part]);
            }
            orb_buf_text(codes, any ? "," : "\":[");
            orb_json_write_string(codes,
                                  orb_finess_code(&f->activities, code & ~FINESS_INACTIVE));
            any = true;
        }
        if (any)
            orb_buf_char(codes, ']');
    }
}

static enum orb_status fill_codes(struct finess *f, const struct orb_node *value,
                                  struct finess_establishment *e, struct orb_service *s,
                                  struct orb_error *err)
{
    struct orb_buf codes = { 0 };
    struct orb_buf engagements = { 0 };
    const char *tariff = NULL;
    bool failed = false;
    enum orb_status status =
        orb_finess_engagements(f, orb_node_get(value, "engagement"), e, &engagements, err);

    if (status == ORB_OK)
        status = orb_finess_text(f, value, "modefixationtarifaire", &tariff, err);
    add_activities(f, e->number, &codes);
    if (engagements.len > 0) {
        orb_buf_text(&codes, codes.len == 0 ? "{\"engagements\":[" : ",\"engagements\":[");
        orb_buf_add(&codes, engagements.data, engagements.len);
        orb_buf_char(&codes, ']');
    }
    add_text(&codes, "mode_tarifaire", tariff);
    failed = engagements.failed;
    orb_buf_release(&engagements);
    s->codes = finish_object(f, &codes, &failed);
    if (status == ORB_OK && failed)
        status = orb_error_memory(err);
    return status;
}

static enum orb_status fill_identity(struct finess *f, const struct orb_node *info,
                                     struct orb_service *s,
                                     struct orb_identifier identifiers[3],
                                     struct orb_error *err)
{
    const char *siret = NULL;
    const char *uai = NULL;
    const char *short_name = NULL;
    const char *complement = NULL;
    struct orb_buf extra = { 0 };
    bool failed = false;
    enum orb_status status = orb_finess_text(f, info, "siret", &siret, err);

    if (status == ORB_OK)
        status = check_digits(f, "siret", 14, &siret, err);
    if (status == ORB_OK)
        status = orb_finess_text(f, info, "numeroEducationNationale", &uai, err);
    if (status == ORB_OK)
        status = orb_finess_text(f, info, "nomEgeLong", &s->name, err);
    if (status == ORB_OK)
        status = orb_finess_text(f, info, "nomEgeCourt", &short_name, err);
    if (status == ORB_OK)
        status = orb_finess_text(f, info, "complementDenominationEg", &complement, err);
    if (status != ORB_OK)
        return status;
    s->name = s->name == NULL ? short_name : s->name;
    s->identifiers = identifiers;
    s->identifier_count = 1;
    if (siret != NULL)
        identifiers[s->identifier_count++] = (struct orb_identifier){ "siret", siret };
    else
        f->counts[FINESS_UNKNOWN_SIRET]++;
    if (uai != NULL)
        identifiers[s->identifier_count++] = (struct orb_identifier){ "uai", uai };
    if (short_name != NULL && strcmp(short_name, s->name) != 0)
        add_text(&extra, "nom_court", short_name);
    add_text(&extra, "complement", complement);
    s->extra = finish_object(f, &extra, &failed);
    return failed ? orb_error_memory(err) : ORB_OK;
}

/* What the establishment says of itself, into s and e. */
static enum orb_status read_establishment(struct finess *f, const struct orb_node *value,
                                          struct finess_establishment *e,
                                          struct orb_service *s, struct orb_error *err)
{
    const struct orb_node *info = orb_node_get(value, "informationsGeneralesEGE");
    struct life life = { .opening = "dateOuverture" };
    enum orb_status status =
        orb_finess_text(f, value, "categorieentiteGeographiqueExercice", &s->category, err);

    if (status == ORB_OK)
        status = orb_finess_label(f, "finess_categories", s->category, err);
    if (status == ORB_OK)
        status = read_life(f, value, info, &life, err);
    if (status == ORB_OK)
        status = contacts(f, orb_node_get(value, "contact"), &s->contacts,
                          &s->contact_count, err);
    if (status == ORB_OK)
        status = fill_codes(f, value, e, s, err);
    s->provenance = (struct orb_provenance){ FINESS_SOURCE_STRUCTURES, f->date,
                                             ORB_BASIS_DECLARED, NULL };
    e->name = s->name;
    e->category = s->category;
    e->opened_on = s->opened_on = life.opened_on;
    e->closed_on = s->closed_on = life.closed_on;
    return status;
}

/* Everything of one establishment but its number, which is checked. */
static enum orb_status put_establishment(struct finess *f, const struct orb_node *value,
                                         struct finess_establishment *e,
                                         const char *organization, struct orb_error *err)
{
    struct orb_identifier identifiers[3] = { { "finess", e->number } };
    struct orb_service s = { .id = e->id, .organization = organization };
    struct finess_owner owner = { .id = e->id, .main_usage = "03" };
    enum orb_status status = fill_identity(
        f, orb_node_get(value, "informationsGeneralesEGE"), &s, identifiers, err);

    if (status == ORB_OK)
        status = read_establishment(f, value, e, &s, err);
    owner.confidential = s.category != NULL && strcmp(s.category, "462") == 0;
    if (status == ORB_OK)
        status = orb_finess_sites(f, orb_node_get(value, "adresse"), &owner, err);
    if (status != ORB_OK)
        return status;
    s.site = owner.main_site;
    e->service = &s;
    f->counts[FINESS_NOTE_CLOSED] += e->closed_on != ORB_DATE_NONE;
    f->counts[FINESS_UNKNOWN_POSITION] += e->closed_on == ORB_DATE_NONE && !owner.located;
    f->counts[FINESS_KEPT_SERVICES]++;
    status = orb_sink_service(f->sink, &s, err);
    if (status == ORB_OK && e->closed_on == ORB_DATE_NONE)
        status = orb_finess_category(f, s.category, err);
    if (status == ORB_OK)
        status = orb_finess_offers(f, e, err);
    return status == ORB_OK ? orb_finess_dispositifs(f, e, err) : status;
}

static enum orb_status take_establishment(struct finess *f, const struct orb_node *value,
                                          const char *organization, struct orb_error *err)
{
    const struct orb_node *info = orb_node_get(value, "informationsGeneralesEGE");
    struct numbered n = { .field = "numFinessEge", .seen = &f->seen_establishments };
    struct finess_establishment e = { 0 };
    enum orb_status status = orb_finess_text(f, info, n.field, &n.number, err);

    f->counts[FINESS_READ_ESTABLISHMENTS]++;
    f->counts[FINESS_READ_ADDRESSES] += orb_node_count(orb_node_get(value, "adresse"));
    if (status != ORB_OK)
        return status;
    n.id = n.number == NULL ? NULL : orb_arena_printf(&f->scratch, "finess:%s", n.number);
    status = check_number(f, &n, err);
    if (status == ORB_OK)
        status = orb_finess_take_roles(f, orb_node_get(value, "roleEge"), err);
    if (status == ORB_OK && n.ok)
        status = orb_finess_link_id_add(&f->links.establishments,
                                        orb_node_text(orb_node_get(info, "egeId")),
                                        n.number, err);
    e.number = n.number;
    e.id = n.id;
    return status == ORB_OK && n.ok ? put_establishment(f, value, &e, organization, err)
                                    : status;
}

enum orb_status orb_finess_take_structure(struct finess *f, const struct orb_node *value,
                                          struct orb_error *err)
{
    const struct orb_node *info = orb_node_get(value, "informationsGeneralesPMEJ");
    const struct orb_node *establishments = orb_node_get(value, "ege");
    struct numbered n = { .field = "numFinessPm", .seen = &f->seen_organizations };
    enum orb_status status = orb_finess_text(f, info, n.field, &n.number, err);

    f->counts[FINESS_READ_ORGANIZATIONS]++;
    f->counts[FINESS_READ_ORGANIZATION_ADDRESSES] +=
        orb_node_count(orb_node_get(value, "adresse"));
    if (status == ORB_OK && n.number != NULL)
        n.id = orb_arena_printf(&f->scratch, "finess-ej:%s", n.number);
    if (status == ORB_OK)
        status = check_number(f, &n, err);
    if (status == ORB_OK && n.ok)
        status = orb_finess_link_id_add(&f->links.organizations,
                                        orb_node_text(orb_node_get(info, "pmSmsseId")),
                                        n.number, err);
    if (status == ORB_OK && n.ok)
        status = put_organization(f, value, &n, err);
    /* Establishments of an entity that is left out keep the number it gave, if any: they
     * exist all the same. */
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(establishments); i++) {
        f->place.ege = (long)i;
        status = take_establishment(f, orb_node_at(establishments, i), n.id, err);
    }
    f->place.ege = -1;
    return status;
}
