/* A source of data: who publishes it, under which licence, how old. */
#ifndef ORB_MODEL_SOURCE_H
#define ORB_MODEL_SOURCE_H

#include "engine/base/date.h"

struct orb_source {
    const char
        *id; /* stable: "finess-structures", "cog-2026", "relations:OP", "native:demo" */
    const char *name;
    const char *url;         /* NULL = unknown, here and below */
    const char *licence;     /* never NULL: a source without licence is not imported */
    const char *attribution; /* never NULL */
    const char *edition;
    orb_date observed_on;
    const char *digest; /* hexadecimal, of the bytes read */
    const char *extra;  /* JSON object of what the format carries and Orbite does not read;
                           NULL = none */
};

#endif
