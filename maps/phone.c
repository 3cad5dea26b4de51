/* Pairs of digits keep the first zero in a spreadsheet: the cell is no number. */
#include "maps/phone.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define DIGITS  10
#define BETWEEN " .-/"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "+33 (0)4 74 45 46 47" gives 0474454647. False for anything else. */
static bool read_digits(char digits[DIGITS], const char *text)
{
    size_t count = 0;

    if (strncmp(text, "+33", 3) == 0)
        text += 3;
    else if (strncmp(text, "0033", 4) == 0)
        text += 4;
    else if (text[0] != '0')
        return false;
    if (strncmp(text + strspn(text, " "), "(0)", 3) == 0)
        text += strspn(text, " ") + 3;
    for (; *text != '\0'; text++) {
        if (strchr(BETWEEN, *text) != NULL)
            continue;
        if (!is_digit(*text) || count == DIGITS)
            return false;
        if (count == 0 && *text != '0')
            digits[count++] = '0';
        digits[count++] = *text;
        if (count > DIGITS)
            return false;
    }
    return count == DIGITS && digits[1] != '0';
}

char *orb_phone_write(char *out, size_t size, const char *text)
{
    char d[DIGITS + 1];

    if (read_digits(d, text))
        (void)snprintf(out, size, "%c%c %c%c %c%c %c%c %c%c", d[0], d[1], d[2], d[3], d[4],
                       d[5], d[6], d[7], d[8], d[9]);
    else
        (void)snprintf(out, size, "%s", text);
    return out;
}

size_t orb_phone_len(const char *text)
{
    bool abroad = text[0] == '+';
    size_t digits = 0;
    size_t at = abroad;

    if (!abroad && text[0] != '0')
        return 0;
    for (;; at++) {
        bool is_between = digits > 0 && text[at] != '\0' &&
                          strchr(BETWEEN, text[at]) != NULL && is_digit(text[at + 1]);

        if (is_digit(text[at]))
            digits++;
        else if (!is_between)
            break;
    }
    return (abroad ? digits >= 8 && digits <= 15 : digits == DIGITS) ? at : 0;
}
