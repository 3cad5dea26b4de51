/* Places allowed, opened and free are three fields: one never stands for another. */
#include "cli/sheet_records.h"

#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "maps/feature_words.h"

static void identifiers(struct cli_sheet *sheet, const struct orb_identifier *list,
                        size_t count)
{
    cli_sheet_field(sheet, "identifiers", _("identifiers"));
    for (size_t i = 0; i < count; i++)
        cli_sheet_labelled(sheet, list[i].value, list[i].scheme,
                           cli_sheet_hold(sheet, "%s %s", list[i].scheme, list[i].value));
}

static const char *confidentiality_words(enum orb_confidentiality value)
{
    return value == ORB_PUBLIC         ? _("public")
           : value == ORB_PROFESSIONAL ? _("professional use")
                                       : _("restricted");
}

static void contact_channel(struct cli_sheet *sheet, const struct orb_contact *contacts,
                            size_t count, const char *channel, const char *label)
{
    cli_sheet_field(sheet, channel, label);
    cli_sheet_unknown_word(sheet, _("absent"));
    for (size_t i = 0; i < count; i++) {
        const struct orb_contact *c = &contacts[i];
        const char *words;

        if (strcmp(c->channel, channel) != 0)
            continue;
        words = confidentiality_words(c->confidentiality);
        if (c->confidentiality == ORB_RESTRICTED ||
            !cli_sheet_may_tell(sheet, channel, c->value) ||
            !cli_sheet_may_tell(sheet, NULL, c->role))
            cli_sheet_item(sheet, "restricted", _("known, restricted: not shown"));
        else if (c->role != NULL)
            cli_sheet_labelled(
                sheet, c->value, orb_confidentiality_name(c->confidentiality),
                cli_sheet_hold(sheet, "%s – %s (%s)", c->value, c->role, words));
        else
            cli_sheet_labelled(sheet, c->value,
                               orb_confidentiality_name(c->confidentiality),
                               cli_sheet_hold(sheet, "%s (%s)", c->value, words));
    }
}

void cli_sheet_contacts(struct cli_sheet *sheet, const struct orb_contact *contacts,
                        size_t count)
{
    orb_date checked = ORB_DATE_NONE;

    contact_channel(sheet, contacts, count, "phone", _("phone"));
    contact_channel(sheet, contacts, count, "email", _("e-mail"));
    contact_channel(sheet, contacts, count, "url", _("web site"));
    contact_channel(sheet, contacts, count, "mobilisation", _("how to ask"));
    contact_channel(sheet, contacts, count, "person", _("person to ask"));
    for (size_t i = 0; i < count; i++)
        if (contacts[i].checked_on != ORB_DATE_NONE && contacts[i].checked_on > checked)
            checked = contacts[i].checked_on;
    cli_sheet_date(sheet, "contact_checked_on", _("contact checked"), checked);
    cli_sheet_unknown_word(sheet, _("never"));
}

static void months(struct orb_buf *out, int32_t value)
{
    if (value % 12 == 0)
        orb_buf_printf(out, ORB_PLURAL("%d year", "%d years", value / 12),
                       (int)(value / 12));
    else if (value < 24)
        orb_buf_printf(out, ORB_PLURAL("%d month", "%d months", value), (int)value);
    else
        orb_buf_printf(out, _("%d years and %d months"), (int)(value / 12),
                       (int)(value % 12));
}

static void ages(struct cli_sheet *sheet, const struct orb_terms *t)
{
    struct orb_buf text = { 0 };

    cli_sheet_field(sheet, "age", _("age"));
    if (t->age_min_months == ORB_AGE_UNKNOWN && t->age_max_months == ORB_AGE_UNKNOWN)
        return;
    orb_buf_text(&text, _("from "));
    if (t->age_min_months == ORB_AGE_UNKNOWN)
        orb_buf_text(&text, _("unknown"));
    else
        months(&text, t->age_min_months);
    orb_buf_text(&text, ", ");
    if (t->age_max_months >= ORB_AGE_NO_MAX) {
        orb_buf_text(&text, _("no upper limit"));
    } else {
        orb_buf_text(&text, _("before "));
        if (t->age_max_months == ORB_AGE_UNKNOWN)
            orb_buf_text(&text, _("unknown"));
        else
            months(&text, t->age_max_months);
    }
    cli_sheet_labelled(
        sheet,
        cli_sheet_hold(sheet, "%d..%d", (int)t->age_min_months, (int)t->age_max_months),
        orb_strength_name(t->age_strength), text.data);
    orb_buf_release(&text);
}

static void codes(struct cli_sheet *sheet, const char *key, const char *label,
                  const char *vocabulary, const struct orb_code_list *list)
{
    cli_sheet_field(sheet, key, label);
    if (list->known)
        cli_sheet_none(sheet);
    for (size_t i = 0; i < list->count; i++)
        cli_sheet_code(sheet, vocabulary, list->items[i]);
}

static void tristate(struct cli_sheet *sheet, const char *key, const char *label,
                     enum orb_tristate value)
{
    cli_sheet_field(sheet, key, label);
    if (value != ORB_UNKNOWN)
        cli_sheet_item(sheet, value == ORB_YES ? "yes" : "no",
                       value == ORB_YES ? _("yes") : _("no"));
}

static void modalities(struct cli_sheet *sheet, const struct orb_terms *t)
{
    cli_sheet_field(sheet, "modalities", _("how it is given"));
    if (t->modalities_known)
        cli_sheet_none(sheet);
    for (size_t i = 0; i < t->modality_count; i++) {
        const struct orb_modality *m = &t->modalities[i];
        const char *label = orb_vocabulary_label(&sheet->vocabulary, "modalites", m->code,
                                                 sheet->cli->french ? "fr" : "en");
        const char *text = label == NULL ? m->code : label;

        if (m->certainty == ORB_CERTAINTY_POSSIBLE)
            text = cli_sheet_hold(sheet, _("%s, possible: to verify"), text);
        else if (m->certainty == ORB_CERTAINTY_IGAS)
            text = cli_sheet_hold(sheet, _("%s, if the IGAS bounds are lifted"), text);
        cli_sheet_labelled(sheet, m->code, orb_certainty_name(m->certainty), text);
    }
}

static void prestations(struct cli_sheet *sheet, const struct orb_terms *t)
{
    cli_sheet_field(sheet, "prestations", _("prestations"));
    if (t->prestations_known)
        cli_sheet_none(sheet);
    for (size_t i = 0; i < t->prestation_count; i++) {
        const char *code = t->prestations[i].code;
        const char *list = code[0] == '3' ? "serafin_prestations_indirectes"
                                          : "serafin_prestations_directes";
        const char *label = orb_vocabulary_label(&sheet->vocabulary, list, code,
                                                 sheet->cli->french ? "fr" : "en");

        if (t->prestations[i].evidence == ORB_EVIDENCE_INFERRED)
            cli_sheet_labelled(sheet, code, "inferred",
                               cli_sheet_hold(sheet, _("%s (%s), inferred"),
                                              label == NULL ? "" : label, code));
        else
            cli_sheet_code(sheet, list, code);
    }
}

static void features(struct cli_sheet *sheet, const struct orb_terms *t)
{
    struct orb_buf words = { 0 };

    cli_sheet_field(sheet, "features", _("accessibility"));
    for (size_t i = 0; i < t->feature_count; i++) {
        orb_buf_clear(&words);
        orb_feature_words(&words, t->features[i].name, t->features[i].level);
        cli_sheet_labelled(sheet, t->features[i].name,
                           orb_feature_level_name(t->features[i].level), words.data);
    }
    sheet->failed = sheet->failed || words.failed;
    orb_buf_release(&words);
}

#define ZONE_SHOWN 12

static void zone(struct cli_sheet *sheet, const struct orb_zone *z)
{
    cli_sheet_field(sheet, "zone", _("zone of intervention"));
    if (!z->known)
        return;
    cli_sheet_none(sheet);
    if (z->national)
        cli_sheet_item(sheet, "national", _("the whole country"));
    for (size_t i = 0; i < z->departments.count; i++)
        cli_sheet_printf(sheet, z->departments.items[i], _("département %s"),
                         z->departments.items[i]);
    if (z->communes.count > ZONE_SHOWN && !sheet->cli->verbose) {
        cli_sheet_printf(sheet,
                         cli_sheet_hold(sheet, "%u communes", (unsigned)z->communes.count),
                         _("%u communes (-v lists them)"), (unsigned)z->communes.count);
        return;
    }
    for (size_t i = 0; i < z->communes.count; i++)
        cli_sheet_item(sheet, NULL, z->communes.items[i]);
}

/* What the door asks for (R33): age, public, orientation, zone, waiting. */
static void entry(struct cli_sheet *sheet, const struct orb_offer *o)
{
    const struct orb_terms *t = &o->terms;

    ages(sheet, t);
    cli_sheet_unknown_word(sheet, _("unknown: to verify"));
    codes(sheet, "publics", _("public"), "groupes_publics", &t->publics);
    cli_sheet_unknown_word(sheet, _("unknown: to verify"));
    tristate(sheet, "excludes_associated", _("refuses associated disorders"),
             t->excludes_associated);
    codes(sheet, "orientations", _("CDAPH orientation"), "mdph_droits_prestations",
          &t->orientations);
    if (t->orientations.known && t->orientations.count == 0)
        cli_sheet_item(sheet, "none", _("none asked: direct access"));
    cli_sheet_unknown_word(sheet, _("unknown: to verify"));
    zone(sheet, &o->zone);
    cli_sheet_unknown_word(sheet, _("unknown: to verify"));
    cli_sheet_field(sheet, "wait_days", _("waiting"));
    if (!isnan(o->wait_days))
        cli_sheet_printf(sheet, cli_sheet_hold(sheet, "%.0f", o->wait_days), _("%.0f days"),
                         o->wait_days);
    cli_sheet_unknown_word(sheet, _("unknown: to verify"));
    tristate(sheet, "accepts_new", _("takes new persons"), t->accepts_new);
    codes(sheet, "languages", _("languages"), "langues", &t->languages);
    features(sheet, t);
}

static void capacity(struct cli_sheet *sheet, const struct orb_offer *o, const char *status,
                     const char *key, const char *label)
{
    cli_sheet_field(sheet, key, label);
    for (size_t i = 0; i < o->capacity_count; i++) {
        const struct orb_capacity *c = &o->capacities[i];

        if (c->status == NULL || strcmp(c->status, status) != 0)
            continue;
        cli_sheet_labelled(sheet, cli_sheet_hold(sheet, "%d", (int)c->count), c->subset,
                           cli_sheet_hold(sheet, "%d%s%s (%s)", (int)c->count,
                                          c->subset == NULL ? "" : " – ",
                                          c->subset == NULL ? "" : c->subset,
                                          cli_sheet_date_text(sheet, c->observed_on)));
    }
}

static void places(struct cli_sheet *sheet, const struct orb_offer *o)
{
    capacity(sheet, o, "authorised", "places_authorised", _("places authorised"));
    cli_sheet_unknown_word(sheet, _("unknown"));
    capacity(sheet, o, "installed", "places_installed", _("places installed"));
    cli_sheet_unknown_word(sheet, _("unknown"));
    cli_sheet_field(sheet, "places_available", _("places free now"));
    cli_sheet_unknown_word(sheet, _("unknown: to verify"));
    if (o->places_available >= 0)
        cli_sheet_printf(sheet, NULL, "%d", (int)o->places_available);
    cli_sheet_field(sheet, "temporary_places", _("temporary places"));
    if (o->temporary_places >= 0)
        cli_sheet_printf(sheet, NULL, "%d", (int)o->temporary_places);
}

static void closures(struct cli_sheet *sheet, const struct orb_offer *o)
{
    char from[ORB_DATE_LEN];
    char to[ORB_DATE_LEN];

    if (o->closure_count == 0)
        return;
    cli_sheet_field(sheet, "closures", _("closed for a time"));
    for (size_t i = 0; i < o->closure_count; i++)
        cli_sheet_printf(
            sheet,
            cli_sheet_hold(sheet, "%s..%s", orb_date_write(from, o->closures[i].from),
                           orb_date_write(to, o->closures[i].to)),
            _("from %s to %s"), cli_sheet_date_text(sheet, o->closures[i].from),
            cli_sheet_date_text(sheet, o->closures[i].to));
}

void cli_sheet_offer(struct cli_sheet *sheet, const struct orb_offer *o)
{
    const struct orb_terms *t = &o->terms;

    cli_sheet_section(sheet, "offer", _("Offer"), o->id, &o->provenance);
    if (o->name != NULL)
        cli_sheet_text(sheet, "name", _("name"), o->name);
    if (o->duplicate_of != NULL)
        cli_sheet_text(sheet, "duplicate_of", _("the same as"), o->duplicate_of);
    cli_sheet_field(sheet, "category", _("category"));
    cli_sheet_code(sheet, "finess_categories", t->category);
    modalities(sheet, t);
    entry(sheet, o);
    prestations(sheet, t);
    codes(sheet, "families", _("families"), "loubat_familles", &t->families);
    codes(sheet, "professions", _("professions"), "professions", &t->professions);
    codes(sheet, "engagements", _("dispositifs"), "finess_engagements", &t->engagements);
    places(sheet, o);
    cli_sheet_text(sheet, "schedule", _("opening hours"), o->schedule);
    tristate(sheet, "droit_commun", "droit commun", t->droit_commun);
    cli_sheet_date(sheet, "opened_on", _("opened"), o->opened_on);
    if (o->closed_on != ORB_DATE_NONE)
        cli_sheet_date(sheet, "closed_on", _("closed"), o->closed_on);
    closures(sheet, o);
    if (o->contact_count > 0)
        cli_sheet_contacts(sheet, o->contacts, o->contact_count);
}

void cli_sheet_service(struct cli_sheet *sheet, const struct orb_service *s)
{
    cli_sheet_section(sheet, "service",
                      s->name == NULL || !cli_sheet_may_tell(sheet, NULL, s->name)
                          ? _("Service")
                          : orb_arena_strdup(&sheet->arena, s->name),
                      s->id, &s->provenance);
    cli_sheet_field(sheet, "category", _("category"));
    cli_sheet_code(sheet, "finess_categories", s->category);
    cli_sheet_contacts(sheet, s->contacts, s->contact_count);
    cli_sheet_text(sheet, "schedule", _("opening hours"), s->schedule);
    if (s->description != NULL)
        cli_sheet_text(sheet, "description", _("description"), s->description);
    cli_sheet_date(sheet, "opened_on", _("opened"), s->opened_on);
    if (s->closed_on != ORB_DATE_NONE)
        cli_sheet_date(sheet, "closed_on", _("closed"), s->closed_on);
    identifiers(sheet, s->identifiers, s->identifier_count);
}

void cli_sheet_organization(struct cli_sheet *sheet, const struct orb_organization *o)
{
    cli_sheet_section(sheet, "organization", _("Organization"), o->id, &o->provenance);
    cli_sheet_text(sheet, "name", _("name"), o->name);
    if (o->short_name != NULL)
        cli_sheet_text(sheet, "short_name", _("short name"), o->short_name);
    if (o->parent != NULL)
        cli_sheet_text(sheet, "parent", _("belongs to"), o->parent);
    if (o->contact_count > 0)
        cli_sheet_contacts(sheet, o->contacts, o->contact_count);
    if (o->closed_on != ORB_DATE_NONE)
        cli_sheet_date(sheet, "closed_on", _("closed"), o->closed_on);
    identifiers(sheet, o->identifiers, o->identifier_count);
}

static const char *position_words(enum orb_position_state state)
{
    switch (state) {
    case ORB_POSITION_CHECKED:
        return _("falls in its commune");
    case ORB_POSITION_REPAIRED:
        return _("converted from another layout");
    case ORB_POSITION_DOUBTFUL:
        return _("doubtful: to verify");
    case ORB_POSITION_GIVEN:
        return _("not checked");
    case ORB_POSITION_ABSENT:
        break;
    }
    return _("not given");
}

void cli_sheet_site(struct cli_sheet *sheet, const struct orb_site *s, const char *commune)
{
    bool confidential = s->kind != NULL && strcmp(s->kind, "confidential") == 0;

    cli_sheet_section(sheet, "site", _("Address"), s->id, &s->provenance);
    if (confidential) {
        cli_sheet_text(sheet, "address", _("address"),
                       _("confidential: only the commune is shown"));
    } else {
        cli_sheet_text(sheet, "address", _("address"), s->address);
        cli_sheet_unknown_word(sheet, _("absent"));
        cli_sheet_text(sheet, "postcode", _("postcode"), s->postcode);
    }
    cli_sheet_field(sheet, "commune", _("commune"));
    if (s->commune != NULL && commune != NULL)
        cli_sheet_labelled(sheet, s->commune, commune,
                           cli_sheet_hold(sheet, "%s (%s)", commune, s->commune));
    else
        cli_sheet_item(sheet, NULL, s->commune);
    cli_sheet_field(sheet, "position", _("position"));
    if (!confidential && !isnan(s->lon) && !isnan(s->lat)) {
        char lon[ORB_NUMBER_LEN];
        char lat[ORB_NUMBER_LEN];
        const char *pair;

        (void)orb_number_write_fixed(lon, s->lon, 6);
        (void)orb_number_write_fixed(lat, s->lat, 6);
        pair = cli_sheet_hold(sheet, "%s,%s", lon, lat);
        cli_sheet_labelled(
            sheet, pair, orb_position_state_name(s->position),
            cli_sheet_hold(sheet, "%s – %s", pair, position_words(s->position)));
        cli_sheet_item(sheet, s->position_note, _(s->position_note));
    }
}

void cli_sheet_territory(struct cli_sheet *sheet, const struct orb_territory *t)
{
    cli_sheet_section(sheet, "territory",
                      t->name == NULL ? _("Territory")
                                      : orb_arena_strdup(&sheet->arena, t->name),
                      t->code, &t->provenance);
    cli_sheet_text(sheet, "kind", _("kind"), orb_territory_kind_name(t->kind));
    cli_sheet_field(sheet, "population", _("population"));
    if (t->population >= 0)
        cli_sheet_printf(sheet, NULL, "%lld", (long long)t->population);
    cli_sheet_text(sheet, "departement", _("département"), t->departement);
    cli_sheet_text(sheet, "region", _("région"), t->region);
    cli_sheet_text(sheet, "epci", "EPCI", t->epci);
    if (t->life_area != NULL)
        cli_sheet_text(sheet, "life_area", _("bassin de vie"), t->life_area);
    if (t->canton != NULL)
        cli_sheet_text(sheet, "canton", _("canton"), t->canton);
    if (t->density != 0) {
        cli_sheet_field(sheet, "density", _("density class"));
        cli_sheet_printf(sheet, NULL, "%d", t->density);
    }
    if (!isnan(t->income)) {
        char income[ORB_NUMBER_LEN];

        (void)orb_number_write_fixed(income, t->income, 0);
        cli_sheet_text(sheet, "income", _("median standard of living, euros a year"),
                       cli_sheet_hold(sheet, "%s", income));
    }
    if (t->ages != NULL)
        cli_sheet_text(sheet, "ages", _("inhabitants by age"), t->ages);
    if (t->successor != NULL)
        cli_sheet_text(sheet, "successor", _("now part of"), t->successor);
    cli_sheet_text(sheet, "postcodes", _("postcodes"), t->postcodes);
}

static const char *relation_words(enum orb_relation_type type)
{
    switch (type) {
    case ORB_RELATION_INTERNE:
        return _("run by the operator");
    case ORB_RELATION_SOUS_TRAITANCE:
        return _("subcontracted");
    case ORB_RELATION_PARTENARIAT:
        return _("under convention");
    case ORB_RELATION_DISPOSITIF:
        return _("same dispositif");
    case ORB_RELATION_ROLE:
        return _("role in FINESS");
    case ORB_RELATION_GROUPEMENT:
        break;
    }
    return _("member of a group");
}

void cli_sheet_relation(struct cli_sheet *sheet, const struct orb_relation *r)
{
    cli_sheet_section(sheet, "relation", _("Relation"), NULL, &r->provenance);
    cli_sheet_field(sheet, "type", _("kind"));
    cli_sheet_item(sheet, orb_relation_type_name(r->type), relation_words(r->type));
    cli_sheet_text(sheet, "operator", _("operator"),
                   r->operator_id == NULL ? _("that of the platform") : r->operator_id);
    cli_sheet_text(sheet, "target", _("with"),
                   r->offer != NULL ? r->offer
                                    : (r->service != NULL ? r->service : r->organization));
    cli_sheet_date(sheet, "from", _("from"), r->from);
    cli_sheet_unknown_word(sheet, _("open"));
    cli_sheet_date(sheet, "to", _("to"), r->to);
    cli_sheet_unknown_word(sheet, _("open"));
    cli_sheet_text(sheet, "evidence", _("evidence"), r->evidence);
}
