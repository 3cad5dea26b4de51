/* A value said of a record by another than the source of the record: a position found by a
 * geocoder, a correction by the partner. */
#ifndef ORB_MODEL_ASSERTION_H
#define ORB_MODEL_ASSERTION_H

#include <stddef.h>

#include "engine/model/provenance.h"

/* How the text of a value is read. */
enum orb_assertion_form {
    ORB_ASSERTION_TEXT,
    ORB_ASSERTION_DATE,    /* "2026-11-22" */
    ORB_ASSERTION_NUMBER,  /* not negative */
    ORB_ASSERTION_YES_NO,  /* true, false */
    ORB_ASSERTION_CODES,   /* array of texts; empty = said to be none */
    ORB_ASSERTION_CONTACT, /* the one value of a channel: the name of the field */
    /*
     * {"lon": 5.2, "lat": 46.2, "precision": "housenumber", "state": "given", "note":
     * "..."}: degrees WGS 84; precision and state by the names of engine/model/site.h,
     * state "given" when absent, note absent = none.
     */
    ORB_ASSERTION_POSITION
};

/* What may be asserted: a field of a kind of record ("organization", "site", "service",
 * "offer"), named as the record's provenance names it. */
struct orb_assertion_field {
    const char *kind;
    const char *field;
    enum orb_assertion_form form;
};

/* The field, or NULL when nothing of that name may be asserted. */
const struct orb_assertion_field *orb_assertion_field_find(const char *kind,
                                                           const char *field);
/* Field number i, for those that list them; NULL at the end. */
const struct orb_assertion_field *orb_assertion_field_at(size_t i);

/*
 * Texts are borrowed. Two assertions of one field of one record by the same author and
 * source are the same assertion, said again. It lives beside the record, which stays as its
 * source gave it.
 */
struct orb_assertion {
    const char *kind;    /* of the record it speaks of */
    const char *subject; /* its id; a record that is not there yet may come later */
    const char *field;
    const char *value;  /* JSON text; "null" withdraws the value: unknown */
    const char *author; /* who says it; NULL = nobody, it is calculated */
    const char *note;   /* why; NULL = none */
    struct orb_provenance provenance;
};

#endif
