/* Pairs of digits keep the first zero in a spreadsheet: the cell is no number. */
#include "maps/phone.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define DIGITS 10

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
        if (strchr(" .-/", *text) != NULL)
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
