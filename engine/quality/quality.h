/* What is missing, old or contradictory in a territory, record by record. */
#ifndef ORB_QUALITY_QUALITY_H
#define ORB_QUALITY_QUALITY_H

#include <stdbool.h>

#include "engine/model/record.h"
#include "engine/model/territory_view.h"

struct orb_profile;

enum orb_quality_severity {
    ORB_QUALITY_ERROR = 0, /* two values contradict each other, whoever looks */
    ORB_QUALITY_TO_CHECK,  /* a person must look */
    ORB_QUALITY_INFORMATION
};

/*
 * The rules, in the order of reports. "Open" is said of an offer, a service or an
 * organization that is not closed at the date, with what it depends on. Only places that an
 * open service or offer uses are judged; what is closed is judged on its dates alone, and
 * an offer that is the same as another one on its dates and on what it names. Unknown never
 * contradicts anything.
 */
enum orb_quality_kind {
    /* The only or last day comes before the first: opening and closing of an organization,
     * service or offer, a temporary closure, an agreement. */
    ORB_QUALITY_DATES_REVERSED = 0,
    /* An age from which people are received that is not below the one until which they are.
     */
    ORB_QUALITY_AGES_REVERSED,
    /*
     * Capacities of one offer that cannot all be true. Two rows compare when unit and date
     * are the same, or one of them is unknown; "plain" is without subset.
     * 1. a number below zero;
     * 2. two plain rows of one status with different numbers;
     * 3. a subset larger than the plain row of its status;
     * 4. available, or occupied and available together, above installed (plain rows).
     * The offer's own number of available places counts as a row without date.
     */
    ORB_QUALITY_CAPACITY_CONTRADICTORY,
    ORB_QUALITY_CAPACITY_OVER_AUTHORISED, /* more places installed than authorised (plain)
                                           */
    ORB_QUALITY_OPEN_IN_CLOSED, /* an open offer of a closed service or organization */
    /* A place without position, or an offer received at a place that names none. Not said
     * of places that are virtual, itinerant, postal or confidential. */
    ORB_QUALITY_POSITION_MISSING,
    /* The source's importer doubted the position, or it was taken as given and lies more
     * than 500 m outside the contour known today. */
    ORB_QUALITY_POSITION_OUTSIDE,
    /* The postcode is of other communes than the place's. A postcode that no commune has
     * (CEDEX) says nothing. */
    ORB_QUALITY_POSTCODE_ELSEWHERE,
    ORB_QUALITY_COMMUNE_UNKNOWN, /* a commune or département that is in no list of ours */
    /* A prestation, modality, public, orientation, family, profession, engagement, or a
     * category written as FINESS or the base of equipments do, that is in no nomenclature.
     */
    ORB_QUALITY_CODE_UNKNOWN,
    ORB_QUALITY_REFERENCE_MISSING,  /* a record names another that does not exist */
    ORB_QUALITY_CONTACT_MISSING,    /* neither an open offer, nor its service, nor its
                                       organization says how to reach it */
    ORB_QUALITY_DUPLICATE_POSSIBLE, /* two services of several sources may be one; told by
                                       orb_quality_pair */
    ORB_QUALITY_AGREEMENT_EXPIRED,  /* its last day is past, and no later agreement of the
                                       same type binds the same parties */
    ORB_QUALITY_SOURCE_OLD,         /* a source of records older than the limit */
    ORB_QUALITY_SHEET_OLD,          /* an open offer older than the limit, of a source that
                                       is not */
    ORB_QUALITY_AGREEMENT_SOON,     /* likewise, within the coming days */
    ORB_QUALITY_ZONE_MISSING,       /* an open offer at people's homes does not say where */
    ORB_QUALITY_PURPOSE_MISSING, /* no prestation is known of an open offer: it answers no
                                    need */
    ORB_QUALITY_SERVICE_WITHOUT_OFFER, /* an open service without open offer */
    ORB_QUALITY_KINDS
};

struct orb_quality_rule {
    const char *name; /* for programs: "contact_missing" */
    enum orb_quality_severity severity;
    const char *title;  /* N_(): what is wrong, in a few words */
    const char *action; /* N_(): what to do */
};

extern const struct orb_quality_rule orb_quality_rules[ORB_QUALITY_KINDS];
extern const char *const orb_quality_severity_names[3]; /* error, to_check, information */

/* ORB_QUALITY_KINDS when there is none of that name. */
enum orb_quality_kind orb_quality_kind_find(const char *name);

/*
 * One finding. Texts are borrowed for the call. Never a contact; of a confidential place
 * never more than its commune.
 */
struct orb_quality_finding {
    enum orb_quality_kind kind;
    enum orb_record_kind record;
    const char *id;       /* of the record; of an agreement, of the one it binds */
    const char *name;     /* NULL = unknown */
    const char *field;    /* as the model names it */
    const char *value;    /* "" = none */
    const char *sentence; /* translated */
    const char *source;   /* id; NULL = unknown */
    orb_date observed_on;
    double lon; /* degrees, NaN = no position; a confidential place stands at its commune */
    double lat;
};

struct orb_quality_listener {
    void *context;
    enum orb_status (*take)(void *context, const struct orb_quality_finding *finding,
                            struct orb_error *err);
};

/* Everything is borrowed until orb_quality_free. */
struct orb_quality_settings {
    orb_date date;  /* the day at which things are old, expired or closed */
    int old_months; /* older than this is old */
    int soon_days;
    bool french; /* dates of sentences are written 22/11/2026 */
    const struct orb_territory_view *territory; /* communes and contours */
    const struct orb_profile *profile;          /* which modalities need a place, a zone */
};

/*
 * How many records a rule looked at, and how many of them it found something about; a
 * record may have several findings.
 */
struct orb_quality_count {
    unsigned long long examined;
    unsigned long long records;
    unsigned long long findings;
};

struct orb_quality;

/*
 * The records of a store are read twice: first all of them through
 * orb_quality_first_sink, in the order of orb_store_replay; then organizations, sites and
 * services again through orb_quality_second_sink, since only then is it known which of them
 * something open uses; then orb_quality_end tells what concerns the whole. Findings come in
 * the order of the records, so the same store gives the same findings in the same order.
 *
 * Memory: some 40 bytes and the name for each organization and service, 40 bytes for each
 * site and offer; nothing else of a record is kept. *out is owned by the caller, release
 * with orb_quality_free.
 */
ORB_MUST_CHECK enum orb_status orb_quality_new(struct orb_quality **out,
                                               const struct orb_quality_settings *settings,
                                               const struct orb_quality_listener *listener,
                                               struct orb_error *err);
struct orb_sink orb_quality_first_sink(struct orb_quality *quality);
struct orb_sink orb_quality_second_sink(struct orb_quality *quality);
/* Tell that two services may be one, after the second reading; why is translated. */
ORB_MUST_CHECK enum orb_status orb_quality_pair(struct orb_quality *quality, const char *a,
                                                const char *b, const char *why,
                                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_quality_end(struct orb_quality *quality,
                                               struct orb_error *err);

/* ORB_QUALITY_KINDS of them; valid until free. */
const struct orb_quality_count *orb_quality_counts(const struct orb_quality *quality);

/* Can it be checked whether positions lie in their commune, and whether communes exist? */
bool orb_quality_has_contours(const struct orb_quality *quality);
bool orb_quality_has_communes(const struct orb_quality *quality);

/* NULL is accepted. */
void orb_quality_free(struct orb_quality *quality);

#endif
