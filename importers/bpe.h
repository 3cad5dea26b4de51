/* What the files of the importer of equipments share; private to importers/bpe*.c. */
#ifndef ORB_IMPORTERS_BPE_H
#define ORB_IMPORTERS_BPE_H

#include "engine/base/strmap.h"
#include "importers/finess.h"

#define BPE_SOURCE "bpe"

/* One row that is kept, small: a national file has millions. */
struct bpe_row {
    uint32_t commune; /* in struct bpe.communes */
    uint32_t type;    /* in struct bpe.types */
    double pair[2];   /* as read; NaN when there is none */
    uint32_t quality; /* in struct bpe.qualities */
    unsigned long line;
};

struct bpe {
    struct finess
        f; /* places, checks of positions and findings are those of the register */
    const char *year; /* asked */
    struct orb_strmap communes;
    struct orb_strmap types;
    struct orb_strmap qualities;
    struct bpe_row *rows;
    size_t row_count;
    size_t row_capacity;
    struct orb_arena arena; /* terms of the types, as long as the import */
    char place[32];
};

/* bpe_records.c: sort the rows and put one service with one offer for each. */
ORB_MUST_CHECK enum orb_status orb_bpe_put(struct bpe *b, struct orb_error *err);

#endif
