/* M. A. Jaro (1989) and W. E. Winkler (1990), with the parameters of METHODS 9. */
#include "engine/linkage/similarity.h"

#include <stdbool.h>
#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t capped(size_t len)
{
    return least(len, ORB_SIMILARITY_LEN);
}

/* Bytes of a found in b at most half the longer text away, each byte of b once. */
static size_t mark_common(const char *a, size_t a_len, const char *b, size_t b_len,
                          bool marks[2][ORB_SIMILARITY_LEN])
{
    size_t longest = a_len > b_len ? a_len : b_len;
    size_t window = longest / 2 > 0 ? longest / 2 - 1 : 0;
    size_t common = 0;

    memset(marks[0], 0, a_len);
    memset(marks[1], 0, b_len);
    for (size_t i = 0; i < a_len; i++) {
        size_t end = least(i + window + 1, b_len);

        for (size_t j = i > window ? i - window : 0; j < end; j++)
            if (b[j] == a[i] && !marks[1][j]) {
                marks[0][i] = marks[1][j] = true;
                common++;
                break;
            }
    }
    return common;
}

double orb_jaro(const char *a, size_t a_len, const char *b, size_t b_len)
{
    bool marks[2][ORB_SIMILARITY_LEN];
    size_t common;
    size_t moved = 0;
    double m;

    a_len = capped(a_len);
    b_len = capped(b_len);
    common = mark_common(a, a_len, b, b_len, marks);
    if (common == 0)
        return 0;
    for (size_t i = 0, j = 0; i < a_len; i++) {
        if (!marks[0][i])
            continue;
        while (!marks[1][j])
            j++;
        moved += a[i] != b[j++];
    }
    m = (double)common;
    return (m / (double)a_len + m / (double)b_len + (m - (double)(moved / 2)) / m) / 3;
}

double orb_jaro_winkler(const char *a, size_t a_len, const char *b, size_t b_len)
{
    double jaro = orb_jaro(a, a_len, b, b_len);
    size_t prefix = 0;

    while (prefix < 4 && prefix < a_len && prefix < b_len && a[prefix] == b[prefix])
        prefix++;
    return jaro > 0.7 ? jaro + (double)prefix * 0.1 * (1 - jaro) : jaro;
}

size_t orb_levenshtein(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t row[ORB_SIMILARITY_LEN + 1];

    a_len = capped(a_len);
    b_len = capped(b_len);
    for (size_t j = 0; j <= b_len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t above = row[j];
            size_t replaced = diagonal + (a[i - 1] != b[j - 1]);

            row[j] = least(replaced, least(above, row[j - 1]) + 1);
            diagonal = above;
        }
    }
    return row[b_len];
}
