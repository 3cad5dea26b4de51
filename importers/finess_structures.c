/* A legal entity and its establishments: organizations, services and their codes. */
#include <stdio.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "importers/finess.h"

static enum orb_status find(struct finess *f, enum orb_finding_level level,
                            const char *field, const char *value, const char *rule,
                            const char *sentence, struct orb_error *err)
{
    const struct finess_finding finding = { level, field, value, rule, sentence };

    return orb_finess_find(f, &finding, err);
}

/* Phone and e-mail; the fax is dropped because nobody reads it. */
static enum orb_status contacts(struct finess *f, const struct orb_json *list,
                                const struct orb_contact **out, uint32_t *count,
                                struct orb_error *err)
{
    static const char *const keys[2] = { "telephone", "courriel" };
    static const char *const channels[2] = { "phone", "email" };
    size_t rows = orb_json_count(list);
    struct orb_contact *items = orb_arena_array(&f->scratch, 2 * rows + 1, sizeof *items);

    if (items == NULL)
        return orb_error_memory(err);
    *count = 0;
    for (size_t i = 0; i < 2 * rows; i++) {
        const struct orb_json *row = orb_json_at(list, i / 2);
        const char *value = NULL;
        enum orb_status status =
            orb_finess_text(f, orb_json_get(row, "telecom"), keys[i % 2], &value, err);

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
static enum orb_status identifier(struct finess *f, const struct orb_json *info,
                                  const char *key, size_t digits, const char **out,
                                  struct orb_error *err)
{
    enum orb_status status = orb_finess_text(f, info, key, out, err);

    if (status != ORB_OK || *out == NULL || orb_finess_digits(*out, digits))
        return status;
    status =
        find(f, ORB_FINDING_VALUE, key, *out, "identifier_unreadable",
             _("the identifier does not have its number of digits, it is unknown"), err);
    *out = NULL;
    return status;
}

/* Opening and closing. State I without a date closed at the latest on the day of the feed.
 */
static enum orb_status life(struct finess *f, const struct orb_json *row,
                            const struct orb_json *info, const char *opening,
                            orb_date dates[2], struct orb_error *err)
{
    const char *state = NULL;
    char text[ORB_DATE_LEN];
    enum orb_status status = orb_finess_date(f, info, opening, &dates[0], err);

    if (status == ORB_OK)
        status = orb_finess_date(f, info, "dateFermeture", &dates[1], err);
    if (status == ORB_OK)
        status = orb_finess_text(f, row, "etatObjet", &state, err);
    if (status == ORB_OK && state != NULL && strcmp(state, "I") == 0 &&
        dates[1] == ORB_DATE_NONE) {
        dates[1] = f->date;
        status = find(f, ORB_FINDING_NOTE, "dateFermeture", NULL, "closed_without_date",
                      _("closed without a date: the day of the feed is used"), err);
    } else if (status == ORB_OK &&
               (state == NULL || (strcmp(state, "A") != 0 && strcmp(state, "I") != 0))) {
        status = find(f, ORB_FINDING_VALUE, "etatObjet", state, "state_unknown",
                      _("the state is not A or I, it is unknown"), err);
    }
    if (status != ORB_OK || dates[0] == ORB_DATE_NONE || dates[1] == ORB_DATE_NONE ||
        dates[0] <= dates[1])
        return status;
    (void)orb_date_write(text, dates[0]);
    dates[0] = ORB_DATE_NONE;
    return find(f, ORB_FINDING_VALUE, opening, text, "dates_reversed",
                _("it ends before it begins, its beginning is unknown"), err);
}

/* A number not seen before in this feed; *ok is false when the row is left out. */
static enum orb_status check_number(struct finess *f, const char *field, const char *number,
                                    const char *id, bool *ok, struct orb_error *err)
{
    uint32_t index;

    *ok = false;
    if (number == NULL || !orb_finess_is_number(number))
        return find(f, ORB_FINDING_REJECTED, field, number, "finess_number",
                    _("this is not a FINESS number, the row is left out"), err);
    if (id == NULL)
        return orb_error_memory(err);
    if (orb_strmap_find(&f->seen, id, strlen(id)) != ORB_STRMAP_NONE)
        return find(f, ORB_FINDING_REJECTED, field, number, "finess_number_twice",
                    _("this number was already read, the row is left out"), err);
    if (orb_strmap_add(&f->seen, id, strlen(id), &index) != ORB_OK)
        return orb_error_memory(err);
    *ok = true;
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

static enum orb_status put_organization(struct finess *f, const struct orb_json *value,
                                        const char *number, const char *id,
                                        struct orb_error *err)
{
    const struct orb_json *info = orb_json_get(value, "informationsGeneralesPMEJ");
    struct orb_organization o = { .id = id,
                                  .kind = "entite_juridique",
                                  .finess_ej = number };
    struct orb_identifier identifiers[2] = { { "finess-ej", number }, { "siren", NULL } };
    const struct finess_owner owner = { id, "02", false };
    const char *siren = NULL;
    const char *site = NULL;
    orb_date dates[2];
    bool located;
    enum orb_status status =
        orb_finess_text(f, info, "denominationLonguePmSmsse", &o.name, err);

    if (status == ORB_OK)
        status = orb_finess_text(f, info, "denominationPm", &o.short_name, err);
    if (status == ORB_OK)
        status = orb_finess_text(f, info, "statutJuridique", &o.legal_status, err);
    if (status == ORB_OK)
        status = identifier(f, info, "siren", 9, &siren, err);
    if (status == ORB_OK)
        status = life(f, value, info, "dateCreation", dates, err);
    if (status == ORB_OK)
        status =
            contacts(f, orb_json_get(value, "contact"), &o.contacts, &o.contact_count, err);
    if (status == ORB_OK)
        status = orb_finess_sites(f, orb_json_get(value, "adresse"), &owner, &site,
                                  &located, err);
    if (status != ORB_OK)
        return status;
    o.name = o.name == NULL ? o.short_name : o.name;
    identifiers[1].value = siren;
    o.identifiers = identifiers;
    o.identifier_count = siren == NULL ? 1 : 2;
    o.opened_on = dates[0];
    o.closed_on = dates[1];
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

static enum orb_status fill_codes(struct finess *f, const struct orb_json *value,
                                  struct finess_establishment *e, struct orb_service *s,
                                  struct orb_error *err)
{
    struct orb_buf codes = { 0 };
    struct orb_buf engagements = { 0 };
    const char *tariff = NULL;
    bool failed = false;
    enum orb_status status =
        orb_finess_engagements(f, orb_json_get(value, "engagement"), e, &engagements, err);

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

static enum orb_status fill_identity(struct finess *f, const struct orb_json *info,
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
    enum orb_status status = identifier(f, info, "siret", 14, &siret, err);

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

/* Everything of one establishment but its number, which is checked. */
static enum orb_status put_establishment(struct finess *f, const struct orb_json *value,
                                         struct finess_establishment *e,
                                         const char *organization, struct orb_error *err)
{
    const struct orb_json *info = orb_json_get(value, "informationsGeneralesEGE");
    struct orb_identifier identifiers[3] = { { "finess", e->number } };
    struct orb_service s = { .id = e->id, .organization = organization };
    struct finess_owner owner = { e->id, "03", false };
    orb_date dates[2];
    bool located = false;
    enum orb_status status = fill_identity(f, info, &s, identifiers, err);

    if (status == ORB_OK)
        status = orb_finess_text(f, value, "categorieentiteGeographiqueExercice",
                                 &s.category, err);
    if (status == ORB_OK)
        status = orb_finess_label(f, "finess_categories", s.category, err);
    if (status == ORB_OK)
        status = life(f, value, info, "dateOuverture", dates, err);
    if (status == ORB_OK)
        status =
            contacts(f, orb_json_get(value, "contact"), &s.contacts, &s.contact_count, err);
    if (status == ORB_OK)
        status = fill_codes(f, value, e, &s, err);
    owner.confidential = s.category != NULL && strcmp(s.category, "462") == 0;
    if (status == ORB_OK)
        status = orb_finess_sites(f, orb_json_get(value, "adresse"), &owner, &s.site,
                                  &located, err);
    if (status != ORB_OK)
        return status;
    e->name = s.name;
    e->category = s.category;
    e->opened_on = s.opened_on = dates[0];
    e->closed_on = s.closed_on = dates[1];
    s.provenance = (struct orb_provenance){ FINESS_SOURCE_STRUCTURES, f->date,
                                            ORB_BASIS_DECLARED, NULL };
    f->counts[FINESS_NOTE_CLOSED] += e->closed_on != ORB_DATE_NONE;
    f->counts[FINESS_UNKNOWN_POSITION] += e->closed_on == ORB_DATE_NONE && !located;
    f->counts[FINESS_KEPT_SERVICES]++;
    status = orb_sink_service(f->sink, &s, err);
    if (status == ORB_OK)
        status = orb_finess_offers(f, e, err);
    if (status == ORB_OK)
        status = orb_finess_dispositifs(f, e, &s, err);
    return status;
}

static enum orb_status take_establishment(struct finess *f, const struct orb_json *value,
                                          const char *organization, struct orb_error *err)
{
    const struct orb_json *info = orb_json_get(value, "informationsGeneralesEGE");
    struct finess_establishment e = { 0 };
    bool ok = false;
    enum orb_status status = orb_finess_text(f, info, "numFinessEge", &e.number, err);

    f->counts[FINESS_READ_ESTABLISHMENTS]++;
    f->counts[FINESS_READ_ADDRESSES] += orb_json_count(orb_json_get(value, "adresse"));
    if (status != ORB_OK)
        return status;
    e.id = e.number == NULL ? NULL : orb_arena_printf(&f->scratch, "finess:%s", e.number);
    status = check_number(f, "numFinessEge", e.number, e.id, &ok, err);
    if (status == ORB_OK)
        status = orb_finess_take_roles(f, orb_json_get(value, "roleEge"), err);
    if (status != ORB_OK || !ok)
        return status;
    status =
        orb_finess_link_id_add(&f->links.establishments,
                               orb_json_text(orb_json_get(info, "egeId")), e.number, err);
    return status == ORB_OK ? put_establishment(f, value, &e, organization, err) : status;
}

enum orb_status orb_finess_take_structure(struct finess *f, const struct orb_json *value,
                                          struct orb_error *err)
{
    const struct orb_json *info = orb_json_get(value, "informationsGeneralesPMEJ");
    const struct orb_json *establishments = orb_json_get(value, "ege");
    const char *number = NULL;
    const char *id = NULL;
    bool ok = false;
    enum orb_status status = orb_finess_text(f, info, "numFinessPm", &number, err);

    f->counts[FINESS_READ_ORGANIZATIONS]++;
    f->counts[FINESS_READ_ORGANIZATION_ADDRESSES] +=
        orb_json_count(orb_json_get(value, "adresse"));
    if (status == ORB_OK && number != NULL)
        id = orb_arena_printf(&f->scratch, "finess-ej:%s", number);
    if (status == ORB_OK)
        status = check_number(f, "numFinessPm", number, id, &ok, err);
    if (status != ORB_OK)
        return status;
    if (ok)
        status = orb_finess_link_id_add(&f->links.organizations,
                                        orb_json_text(orb_json_get(info, "pmSmsseId")),
                                        number, err);
    if (ok && status == ORB_OK)
        status = put_organization(f, value, number, id, err);
    /* Establishments of an entity that is left out keep the number it gave, if any: they
     * exist all the same. */
    for (size_t i = 0; status == ORB_OK && i < orb_json_count(establishments); i++) {
        f->place.ege = (long)i;
        status = take_establishment(f, orb_json_at(establishments, i), id, err);
    }
    f->place.ege = -1;
    return status;
}
