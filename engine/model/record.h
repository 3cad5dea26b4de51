/* What flows from importers to the store, and from the store to the catalogue and to the
 * products. */
#ifndef ORB_MODEL_RECORD_H
#define ORB_MODEL_RECORD_H

#include "engine/base/error.h"
#include "engine/model/assertion.h"
#include "engine/model/decision.h"
#include "engine/model/offer.h"
#include "engine/model/organization.h"
#include "engine/model/relation.h"
#include "engine/model/service.h"
#include "engine/model/site.h"
#include "engine/model/source.h"
#include "engine/model/territory.h"

/* The operator of the platform: circle 0 is its own. */
struct orb_operator {
    const char *organization; /* organization id; NULL = unknown */
    const char *finess_ej;    /* NULL = unknown */
    struct orb_code_list dispositifs;
};

enum orb_record_kind {
    ORB_RECORD_SOURCE = 0,
    ORB_RECORD_OPERATOR,
    ORB_RECORD_TERRITORY,
    ORB_RECORD_ORGANIZATION,
    ORB_RECORD_SITE,
    ORB_RECORD_SERVICE,
    ORB_RECORD_OFFER,
    ORB_RECORD_RELATION,
    ORB_RECORD_ASSERTION, /* of a record that may come later */
    ORB_RECORD_DECISION,
    ORB_RECORD_KINDS
};

/* "source", "operator", "territory", "organization", "site", "service", "offer",
 * "relation". */
const char *orb_record_kind_name(enum orb_record_kind kind);

/* One record; everything it points to is borrowed for the call of put. */
struct orb_record {
    enum orb_record_kind kind;
    union {
        const struct orb_source *source;
        const struct orb_operator *operator;
        const struct orb_territory *territory;
        const struct orb_organization *organization;
        const struct orb_site *site;
        const struct orb_service *service;
        const struct orb_offer *offer;
        const struct orb_relation *relation;
        const struct orb_assertion *assertion;
        const struct orb_decision *decision;
    } as;
    const char *place; /* where it was read, for reports: "line 12", "/pmej/3/ege/0"; NULL =
                          unknown */
};

/*
 * Takes records. A source comes before the records that name it; otherwise any order: a
 * record may name another that comes later or never. put copies what it keeps. Several
 * records of one kind and id: the last prevails.
 */
struct orb_sink {
    void *context;
    enum orb_status (*put)(void *context, const struct orb_record *record,
                           struct orb_error *err);
};

/* Short forms for importers. */
ORB_MUST_CHECK enum orb_status orb_sink_source(const struct orb_sink *sink,
                                               const struct orb_source *source,
                                               struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_sink_operator(const struct orb_sink *sink,
                                                 const struct orb_operator *op,
                                                 struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_sink_territory(const struct orb_sink *sink,
                                                  const struct orb_territory *territory,
                                                  struct orb_error *err);
ORB_MUST_CHECK enum orb_status
orb_sink_organization(const struct orb_sink *sink,
                      const struct orb_organization *organization, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_sink_site(const struct orb_sink *sink,
                                             const struct orb_site *site,
                                             struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_sink_service(const struct orb_sink *sink,
                                                const struct orb_service *service,
                                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_sink_offer(const struct orb_sink *sink,
                                              const struct orb_offer *offer,
                                              struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_sink_relation(const struct orb_sink *sink,
                                                 const struct orb_relation *relation,
                                                 struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_sink_assertion(const struct orb_sink *sink,
                                                  const struct orb_assertion *assertion,
                                                  struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_sink_decision(const struct orb_sink *sink,
                                                 const struct orb_decision *decision,
                                                 struct orb_error *err);

#endif
