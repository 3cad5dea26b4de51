/* Days from civil dates by the era method: 400 years are 146,097 days. */
#include "engine/base/date.h"

orb_date orb_date_make(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

    return era * 146097 + doe - 719468;
}

void orb_date_split(orb_date date, int *year, int *month, int *day)
{
    int z = date + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;

    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2 ? 1 : 0);
}

int orb_date_month_length(int year, int month)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : lengths[month - 1];
}

orb_date orb_date_add_months(orb_date date, int months)
{
    int year, month, day, length;

    orb_date_split(date, &year, &month, &day);
    month += months - 1;
    year += month >= 0 ? month / 12 : (month - 11) / 12;
    month = (month % 12 + 12) % 12 + 1;
    length = orb_date_month_length(year, month);
    return orb_date_make(year, month, day < length ? day : length);
}

static int digits(const char *text, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool orb_date_parse(orb_date *out, const char *text, size_t len)
{
    int year;
    int month;
    int day;

    if (len != 10 || text[4] != '-' || text[7] != '-')
        return false;
    year = digits(text, 4);
    month = digits(text + 5, 2);
    day = digits(text + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 ||
        day > orb_date_month_length(year, month))
        return false;
    *out = orb_date_make(year, month, day);
    return true;
}

static void put_digits(char *out, int count, int value)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
}

char *orb_date_write(char out[ORB_DATE_LEN], orb_date date)
{
    int year;
    int month;
    int day;

    out[0] = '\0';
    if (date == ORB_DATE_NONE)
        return out;
    orb_date_split(date, &year, &month, &day);
    put_digits(out, 4, year % 10000);
    out[4] = out[7] = '-';
    put_digits(out + 5, 2, month);
    put_digits(out + 8, 2, day);
    out[10] = '\0';
    return out;
}
