/* A service, who runs it, where it is and how to reach it. */
#include "importers/demo_draft.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "importers/demo_random.h"

struct orb_provenance orb_demo_provenance(const struct orb_demo *demo, const char *fields)
{
    return (struct orb_provenance){ .source = demo->source,
                                    .observed_on = demo->date,
                                    .fields = fields };
}

/* A few large associations hold most services: two draws, one inside the other. The two
 * first of the home are the operator and its sister, which chance gives little. */
static uint32_t draw_association(const struct orb_demo_draft *draft,
                                 struct orb_demo_random *random)
{
    const struct orb_demo *demo = draft->demo;
    uint32_t department = demo->land.places[draft->role.place].department;
    uint32_t total = orb_demo_association_total(demo, department);
    uint32_t n;

    if (draft->role.cast != NULL && draft->role.cast->holder != ORB_DEMO_HOLDER_USUAL)
        return orb_demo_association(demo, demo->home_department,
                                    draft->role.cast->holder == ORB_DEMO_HOLDER_SISTER);
    if (draft->role.cast == NULL && orb_demo_random_chance(random, 40))
        return orb_demo_association(demo, department, 0);
    n = 2 + orb_demo_random_below(random, orb_demo_random_below(random, total - 2) + 1);
    return orb_demo_association(demo, department, n);
}

static void make_organization(struct orb_demo_draft *draft, struct orb_demo_random *random)
{
    const struct orb_demo *demo = draft->demo;
    const struct orb_demo_place *place = &demo->land.places[draft->role.place];
    char *id = draft->organization_id;

    switch (draft->kind->owner) {
    case ORB_DEMO_OWNER_ASSOCIATION:
        orb_demo_association_id(id, draw_association(draft, random));
        break;
    case ORB_DEMO_OWNER_CLUB:
        orb_demo_write_id(id, 'k', draft->role.index);
        draft->club =
            (struct orb_organization){ .id = id,
                                       .name = draft->name,
                                       .kind = "association",
                                       .legal_status = "association loi 1901",
                                       .opened_on = ORB_DATE_NONE,
                                       .closed_on = ORB_DATE_NONE,
                                       .provenance = orb_demo_provenance(demo, NULL) };
        break;
    case ORB_DEMO_OWNER_CCAS:
        (void)snprintf(id, ORB_DEMO_ID_LEN,
                       place->population >= 1500 ? "demo:ccas-%s" : "demo:c-%s",
                       place->code);
        break;
    case ORB_DEMO_OWNER_COMMUNE:
        (void)snprintf(id, ORB_DEMO_ID_LEN, "demo:c-%s", place->code);
        break;
    case ORB_DEMO_OWNER_HOSPITAL:
        (void)snprintf(id, ORB_DEMO_ID_LEN, "demo:h-%s",
                       demo->land.departments[place->department].code);
        break;
    case ORB_DEMO_OWNER_DEPARTMENT:
        (void)snprintf(id, ORB_DEMO_ID_LEN, "demo:d-%s",
                       demo->land.departments[place->department].code);
        break;
    default:
        id[0] = '\0';
    }
}

static void make_name(struct orb_demo_draft *draft, struct orb_demo_random *random)
{
    const struct orb_demo *demo = draft->demo;
    const struct orb_demo_place *place = &demo->land.places[draft->role.place];
    char area[ORB_DEMO_NAME_LEN];

    orb_demo_name_commune(draft->place_name, demo->options.seed, draft->role.place);
    if (draft->kind->naming == ORB_DEMO_NAMED_COMMUNE) {
        orb_demo_name_of(draft->name, draft->kind->label, draft->place_name);
    } else if (draft->kind->naming == ORB_DEMO_NAMED_DEPARTMENT) {
        orb_demo_name_area(area, demo->options.seed, "departement", place->department);
        (void)snprintf(draft->name, sizeof draft->name, "%s (%.40s)", draft->kind->label,
                       area);
    } else {
        (void)snprintf(draft->name, sizeof draft->name, "%s %s", draft->kind->label,
                       orb_demo_name_house(random));
    }
    /* The second source of a duplicate writes in capitals, as old registers do; only ASCII
     * letters, so that it still reads. */
    if (draft->role.twin != ORB_DEMO_NONE)
        for (char *c = draft->name; *c != '\0'; c++)
            if (*c >= 'a' && *c <= 'z')
                *c = (char)(*c - 'a' + 'A');
}

/* Around the middle of the commune, nearer to it than its contour ever comes. */
static void place_site(struct orb_site *site, const struct orb_demo_place *place,
                       struct orb_demo_random *random)
{
    int32_t lon = orb_demo_random_between(random, -6500, 6500) +
                  orb_demo_random_between(random, -6500, 6500);
    int32_t lat = orb_demo_random_between(random, -4000, 4000) +
                  orb_demo_random_between(random, -4000, 4000);

    site->lon = orb_demo_degrees(place->centre.lon + lon);
    site->lat = orb_demo_degrees(place->centre.lat + lat);
    site->position = ORB_POSITION_GIVEN;
}

static void make_site(struct orb_site *site, const struct orb_demo_draft *draft,
                      uint32_t place, struct orb_demo_random *random)
{
    const struct orb_demo_place *at = &draft->demo->land.places[place];
    uint32_t draw = orb_demo_random_below(random, 100);
    bool scripted = draft->role.cast != NULL;

    *site = (struct orb_site){ .kind = "physical",
                               .postcode = at->postcode,
                               .commune = at->code,
                               .lon = NAN,
                               .lat = NAN,
                               .provenance = orb_demo_provenance(draft->demo, NULL) };
    if (draft->kind->confidential)
        site->kind = "confidential";
    if (scripted || draw < 88)
        place_site(site, at, random);
    if (scripted || draw < 58)
        site->precision = ORB_PRECISION_HOUSENUMBER;
    else if (draw < 76)
        site->precision = ORB_PRECISION_STREET;
    else if (draw < 81)
        site->precision = ORB_PRECISION_LOCALITY;
    else
        site->precision = ORB_PRECISION_MUNICIPALITY;
}

void orb_demo_draft_sites(struct orb_demo_draft *draft)
{
    const struct orb_demo *demo = draft->demo;
    uint32_t place = draft->role.place;
    bool twin = draft->role.twin != ORB_DEMO_NONE;
    struct orb_demo_random random =
        orb_demo_random_start(demo->options.seed, ORB_DEMO_STREAM_SITE,
                              twin ? draft->role.twin : draft->role.index);

    make_site(&draft->site, draft, place, &random);
    draft->site.id = draft->site_id;
    orb_demo_name_street(draft->address, &random);
    draft->site.address =
        draft->site.precision <= ORB_PRECISION_STREET ? draft->address : NULL;
    if (twin || draft->kind->confidential || draft->role.offers < 2 ||
        !orb_demo_random_chance(&random, 200))
        return;
    make_site(
        &draft->annex, draft,
        orb_demo_land_near(&demo->land, place, orb_demo_random_between(&random, -1, 1), 1),
        &random);
    (void)snprintf(draft->annex_id, sizeof draft->annex_id, "demo:p%07ub",
                   draft->role.index);
    orb_demo_name_street(draft->annex_address, &random);
    draft->annex.id = draft->annex_id;
    draft->annex.address = draft->annex_address;
}

static void add_contact(struct orb_demo_draft *draft, const char *channel,
                        const char *value, orb_date checked)
{
    draft->contacts[draft->service.contact_count++] = (struct orb_contact){
        .channel = channel,
        .value = value,
        .checked_on = checked,
        .checked_by = checked == ORB_DATE_NONE ? NULL : "plateforme de démonstration"
    };
}

/* Telephones of the ranges kept for fiction, names that resolve nowhere (RFC 2606). */
void orb_demo_draft_contacts(struct orb_demo_draft *draft)
{
    struct orb_demo_random stream = orb_demo_random_start(
        draft->demo->options.seed, ORB_DEMO_STREAM_CONTACT, draft->role.index);
    struct orb_demo_random *random = &stream;
    bool scripted = draft->role.cast != NULL;
    orb_date checked = draft->demo->date - orb_demo_random_between(random, 20, 900);

    draft->service.contacts = draft->contacts;
    orb_demo_name_phone(draft->phone, random);
    orb_demo_name_person(draft->person, random);
    (void)snprintf(draft->email, sizeof draft->email, "accueil@s%07u.example.org",
                   draft->role.index);
    (void)snprintf(draft->url, sizeof draft->url, "https://s%07u.example.org/",
                   draft->role.index);
    if (!scripted && orb_demo_random_chance(random, 600))
        checked = ORB_DATE_NONE;
    if (orb_demo_random_chance(random, 880) || scripted)
        add_contact(draft, "phone", draft->phone, checked);
    if (orb_demo_random_chance(random, 300) || scripted)
        add_contact(draft, "email", draft->email, checked);
    if (orb_demo_random_chance(random, 250))
        add_contact(draft, "url", draft->url, ORB_DATE_NONE);
    if (scripted && !draft->kind->open)
        add_contact(draft, "mobilisation",
                    "appeler le secrétariat, puis envoyer la notification", checked);
    if (orb_demo_random_chance(random, 80)) {
        add_contact(draft, "person", draft->person, checked);
        draft->contacts[draft->service.contact_count - 1].role = "responsable";
        draft->contacts[draft->service.contact_count - 1].confidentiality = ORB_RESTRICTED;
    }
}

/* 990000018 and after: no département is numbered 99, so that these numbers name nobody. */
static void make_finess(struct orb_demo_draft *draft)
{
    (void)snprintf(draft->finess, sizeof draft->finess, "99%07u",
                   draft->role.index % 10000000U);
    draft->identifiers[0] = (struct orb_identifier){ "finess", draft->finess };
    draft->service.identifiers = draft->identifiers;
    draft->service.identifier_count = 1;
}

void orb_demo_draft_begin(struct orb_demo_draft *draft, const struct orb_demo *demo,
                          uint32_t index)
{
    draft->demo = demo;
    draft->role = orb_demo_role_of(demo, index);
    draft->kind = &orb_demo_templates[draft->role.kind];
    draft->club.id = NULL;
    draft->annex.id = NULL;
    orb_demo_write_id(draft->service_id, 's', index);
    orb_demo_write_id(draft->site_id, 'p', index);
}

void orb_demo_draft_service(struct orb_demo_draft *draft)
{
    const struct orb_demo *demo = draft->demo;
    uint32_t index = draft->role.index;
    uint32_t told = draft->role.twin != ORB_DEMO_NONE ? draft->role.twin : index;
    struct orb_demo_random random =
        orb_demo_random_start(demo->options.seed, ORB_DEMO_STREAM_SERVICE, told);
    struct orb_service *service = &draft->service;

    make_name(draft, &random);
    make_organization(draft, &random);
    *service = (struct orb_service){ .id = draft->service_id,
                                     .site = draft->site_id,
                                     .name = draft->name,
                                     .category = draft->kind->category,
                                     .opened_on = ORB_DATE_NONE,
                                     .closed_on = ORB_DATE_NONE,
                                     .provenance = orb_demo_provenance(demo, NULL) };
    service->organization =
        draft->organization_id[0] != '\0' ? draft->organization_id : NULL;
    if (draft->kind->medical_social)
        make_finess(draft);
    if (orb_demo_random_chance(&random, draft->kind->open ? 350 : 100))
        service->schedule = orb_demo_random_chance(&random, 500)
                                ? "Mo-Fr 09:00-12:00,14:00-17:30"
                                : "Tu-Sa 10:00-18:00";
    if (orb_demo_random_chance(&random, 600))
        service->opened_on = demo->date - orb_demo_random_between(&random, 400, 16000);
    /* One in thirty-three has closed for good; a source keeps it, matching never proposes
     * it. */
    if (index >= (uint32_t)ORB_DEMO_PARTS + ORB_DEMO_KINDS &&
        orb_demo_random_chance(&random, 30))
        service->closed_on = demo->date - orb_demo_random_between(&random, -100, 390);
}
