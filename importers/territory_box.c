/* Boxes wide enough for every commune, narrow enough to catch swapped or projected
 * positions. */
#include "importers/territory_box.h"

#include <string.h>

bool orb_territory_holds(const char *code, const double box[4])
{
    static const struct {
        const char *prefix;
        double box[4];
    } boxes[] = {
        { "971", { -62.0, 15.7, -60.9, 16.7 } },
        { "972", { -61.4, 14.2, -60.7, 15.0 } },
        { "973", { -54.8, 2.0, -51.4, 6.0 } },
        { "974", { 55.1, -21.5, 55.95, -20.8 } },
        { "975", { -56.6, 46.6, -56.0, 47.3 } },
        { "976", { 44.9, -13.1, 45.4, -12.5 } },
        { "977", { -63.0, 17.8, -62.7, 18.0 } },
        { "978", { -63.2, 18.0, -62.9, 18.2 } },
        { "984", { -180, -90, 180, 0 } },
        { "986", { -178.3, -14.4, -176.0, -13.1 } },
        { "987", { -155.0, -28.0, -134.0, -7.0 } },
        { "988", { 158.0, -23.5, 172.5, -17.5 } },
        { "989", { -110.0, 10.0, -109.0, 10.6 } },
        { "", { -5.6, 41.2, 9.8, 51.3 } },
    };
    size_t i = 0;

    while (strncmp(boxes[i].prefix, code, strlen(boxes[i].prefix)) != 0)
        i++;
    return box[0] >= boxes[i].box[0] && box[1] >= boxes[i].box[1] &&
           box[2] <= boxes[i].box[2] && box[3] <= boxes[i].box[3];
}
