/* What software writes for a number or a day, as people wrote it. */
#include <math.h>
#include <string.h>

#include "cli/ogr/ogr.h"
#include "engine/base/number.h"

/* Above, a number of software is no longer exact. */
#define EXACT_MAX 9007199254740992.0

/* Nobody writes that many. */
#define LONG_MIN_DECIMALS 12

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* "2026/02/23", also with a time behind it. */
static bool is_day(const char *text)
{
    return digits(text) == 4 && text[4] == '/' && digits(text + 5) == 2 && text[7] == '/' &&
           digits(text + 8) == 2 && (text[10] == '\0' || text[10] == ' ');
}

/* "59260.0", "6.0487647500499E13": what is whole and exact. */
static bool is_whole(const char *text, double *number)
{
    size_t len = strlen(text);
    size_t whole = digits(text + (*text == '-'));
    const char *rest = text + (*text == '-') + whole;

    if (whole == 0 || *rest != '.' || digits(rest + 1) == 0)
        return false;
    rest += 1 + digits(rest + 1);
    if (*rest == 'E')
        rest += 1 + (rest[1] == '+');
    if (rest[digits(rest)] != '\0' || !orb_number_parse(number, text, len))
        return false;
    return fabs(*number) < EXACT_MAX && *number == floor(*number);
}

/* "0.5000000000000000" and "0.10000000000000001". */
static bool is_long(const char *text, double *number)
{
    size_t len = strlen(text);
    size_t whole = digits(text + (*text == '-'));
    const char *rest = text + (*text == '-') + whole;

    return whole > 0 && *rest == '.' && digits(rest + 1) >= LONG_MIN_DECIMALS &&
           rest[1 + digits(rest + 1)] == '\0' && orb_number_parse(number, text, len);
}

void cli_ogr_cell(struct orb_buf *out, const char *text)
{
    char shorter[ORB_NUMBER_LEN];
    double number = 0;

    if (is_day(text)) {
        orb_buf_printf(out, "%.4s-%.2s-%.2s", text, text + 5, text + 8);
        if (text[10] != '\0')
            orb_buf_printf(out, "T%s", text + 11);
    } else if (is_whole(text, &number)) {
        orb_buf_printf(out, "%.0f", number);
    } else if (is_long(text, &number)) {
        orb_buf_add(out, shorter, orb_number_write(shorter, number));
    } else {
        orb_buf_text(out, text);
    }
}

void cli_ogr_field(struct orb_buf *out, const char *text, char before)
{
    if (before != '\0')
        orb_buf_char(out, before);
    if (strpbrk(text, ",\"\r\n") == NULL) {
        orb_buf_text(out, text);
        return;
    }
    orb_buf_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            orb_buf_char(out, '"');
        orb_buf_char(out, *text);
    }
    orb_buf_char(out, '"');
}
