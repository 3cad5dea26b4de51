/* What is read of a matrix that is made. */
#include <string.h>

#include "engine/planning/matrix.h"

uint32_t orb_matrix_column_find(const struct orb_matrix *matrix, const char *code)
{
    for (uint32_t i = 0; i < matrix->column_count; i++)
        if (strcmp(matrix->columns[i].code, code) == 0)
            return i;
    return ORB_CAT_NONE;
}

const struct orb_matrix_cell *orb_matrix_cell(const struct orb_matrix *matrix,
                                              const struct orb_matrix_line *line,
                                              uint32_t column)
{
    for (uint32_t i = 0; i < line->cells.count; i++) {
        const struct orb_matrix_cell *cell = &matrix->cells[line->cells.first + i];

        if (cell->column >= column)
            return cell->column == column ? cell : NULL;
    }
    return NULL;
}

int64_t orb_matrix_places(const struct orb_matrix *matrix,
                          const struct orb_circles *circles,
                          const struct orb_matrix_service *service, bool authorised)
{
    const struct orb_catalogue *c = circles->catalogue;
    bool no_notion = true;
    int64_t sum = -1;

    for (uint32_t i = 0; i < service->offers.count; i++) {
        uint32_t offer = matrix->offers[service->offers.first + i];
        const struct orb_cat_detail *d = &c->details[offer];
        int32_t places = authorised ? d->authorised : d->installed;
        uint32_t entry = orb_cat_offer_parts(c, offer)->entry;

        if (places >= 0)
            sum = (sum < 0 ? 0 : sum) + places;
        if (circles->entries[entry].droit_commun != ORB_YES)
            no_notion = false;
    }
    return sum < 0 && no_notion ? ORB_MATRIX_NO_PLACES : sum;
}

const struct orb_cat_offer *orb_matrix_contact(const struct orb_matrix *matrix,
                                               const struct orb_catalogue *catalogue,
                                               const struct orb_matrix_service *service)
{
    const uint32_t *offers = matrix->offers + service->offers.first;

    for (uint32_t i = 0; i < service->offers.count; i++) {
        const struct orb_cat_offer *o = &catalogue->offers[offers[i]];

        if (o->phone != 0 || o->email != 0 || o->url != 0)
            return o;
    }
    return &catalogue->offers[offers[0]];
}
