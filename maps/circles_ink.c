/* Numbers are written as hundredths by integers, so that the same map gives the same bytes
 * everywhere. */
#include "maps/circles_ink.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "maps/text_width.h"

#define PI 3.14159265358979323846

void orb_ink_number(struct orb_buf *out, double value)
{
    int64_t hundredths = (int64_t)(fabs(value) * 100 + 0.5);
    char digits[24];
    size_t at = sizeof digits;
    int64_t whole = hundredths / 100;
    unsigned rest = (unsigned)(hundredths % 100);

    if (rest != 0) {
        if (rest % 10 != 0)
            digits[--at] = (char)('0' + rest % 10);
        digits[--at] = (char)('0' + rest / 10);
        digits[--at] = '.';
    }
    do
        digits[--at] = (char)('0' + whole % 10);
    while ((whole /= 10) > 0);
    if (value < 0 && hundredths != 0)
        digits[--at] = '-';
    orb_buf_add(out, digits + at, sizeof digits - at);
}

static const char *entity(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case 0xFFFD:
    case 0xFFFE:
    case 0xFFFF:
        return "\xEF\xBF\xBD";
    case '\t':
    case '\n':
    case '\r':
        return " ";
    default:
        return c < 0x20 ? "\xEF\xBF\xBD" : NULL;
    }
}

void orb_ink_escape(struct orb_buf *out, const char *text)
{
    const char *plain = text; /* from here on nothing is written yet */
    const char *next = text;
    uint32_t c;

    for (const char *at = text; (c = orb_text_next(&next)) != 0; at = next) {
        const char *instead = entity(c);

        if (instead == NULL)
            continue;
        orb_buf_add(out, plain, (size_t)(at - plain));
        orb_buf_text(out, instead);
        plain = next;
    }
    orb_buf_text(out, plain);
}

static void ink_value(struct orb_buf *out, char kind, va_list *args)
{
    switch (kind) {
    case 'f':
        orb_ink_number(out, va_arg(*args, double));
        break;
    case 's':
        orb_ink_escape(out, va_arg(*args, const char *));
        break;
    case 'u':
        orb_buf_printf(out, "%u", va_arg(*args, unsigned));
        break;
    default:
        orb_buf_printf(out, "%d", va_arg(*args, int));
        break;
    }
}

void orb_ink(struct orb_buf *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    while (*format != '\0') {
        size_t plain = strcspn(format, "%");

        orb_buf_add(out, format, plain);
        format += plain;
        if (*format == '%') {
            ink_value(out, format[1], &args);
            format += 2;
        }
    }
    va_end(args);
}

static void open_text(struct orb_buf *out, const struct orb_ink_text *at)
{
    static const char *const anchors[] = { "", " text-anchor=\"middle\"",
                                           " text-anchor=\"end\"" };

    orb_ink(out, "<text x=\"%f\" y=\"%f\"", at->x, at->y);
    orb_buf_text(out, anchors[at->anchor]);
    orb_ink(out, " font-size=\"%f\"", at->size);
    orb_buf_text(out, at->bold ? " font-weight=\"700\"" : "");
    orb_ink(out, " fill=\"%s\">", at->fill);
}

void orb_ink_text(struct orb_buf *out, const struct orb_ink_text *at, const char *text)
{
    open_text(out, at);
    orb_ink_escape(out, text);
    orb_buf_text(out, "</text>");
}

double orb_text_cut(struct orb_buf *out, const struct orb_ink_text *at, const char *text,
                    double width)
{
    static const char more[] = "…";
    double whole = orb_text_width(text, at->size, at->bold);
    double more_width = orb_text_width(more, at->size, at->bold);
    size_t len;

    if (whole <= width) {
        orb_buf_text(out, text);
        return whole;
    }
    len =
        width < more_width ? 0 : orb_text_fit(text, at->size, at->bold, width - more_width);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    orb_buf_add(out, text, len);
    orb_buf_text(out, more);
    return width;
}

void orb_ink_cut(struct orb_buf *out, const struct orb_ink_text *at, const char *text,
                 double width)
{
    struct orb_buf shown = { 0 };

    (void)orb_text_cut(&shown, at, text, width);
    if (shown.failed)
        out->failed = true;
    else
        orb_ink_text(out, at, shown.data == NULL ? "" : shown.data);
    orb_buf_release(&shown);
}

static void ink_style(struct orb_buf *out, const struct orb_ink_style *style)
{
    orb_ink(out, " fill=\"%s\"", style->fill == NULL ? "none" : style->fill);
    if (style->stroke != NULL && style->width > 0) {
        orb_ink(out, " stroke=\"%s\" stroke-width=\"%f\"", style->stroke, style->width);
        if (style->dashes != NULL)
            orb_ink(out, " stroke-dasharray=\"%s\"", style->dashes);
    }
    orb_buf_text(out, "/>");
}

/* Corners of shapes made of straight lines, for a radius of 1. */
static size_t corners(struct orb_circle_point *out, enum orb_circle_shape shape)
{
    static const struct orb_circle_point notched[] = {
        { -0.9, -0.9 }, { 0.2, -0.9 }, { 0.9, -0.2 }, { 0.9, 0.9 }, { -0.9, 0.9 },
    };
    static const struct orb_circle_point diamond[] = {
        { 0, -1.22 }, { 1.22, 0 }, { 0, 1.22 }, { -1.22, 0 }
    };

    if (shape == ORB_SHAPE_NOTCHED) {
        memcpy(out, notched, sizeof notched);
        return sizeof notched / sizeof notched[0];
    }
    if (shape == ORB_SHAPE_DIAMOND) {
        memcpy(out, diamond, sizeof diamond);
        return sizeof diamond / sizeof diamond[0];
    }
    for (unsigned i = 0; i < 6; i++)
        out[i] =
            (struct orb_circle_point){ 1.08 * sin(i * PI / 3), -1.08 * cos(i * PI / 3) };
    return 6;
}

void orb_ink_shape(struct orb_buf *out, enum orb_circle_shape shape,
                   struct orb_circle_point centre, double radius,
                   const struct orb_ink_style *style)
{
    struct orb_circle_point points[6];
    double half = 0.9 * radius;
    size_t count;

    if (shape == ORB_SHAPE_DISC) {
        orb_ink(out, "<circle cx=\"%f\" cy=\"%f\" r=\"%f\"", centre.x, centre.y, radius);
        ink_style(out, style);
        return;
    }
    if (shape == ORB_SHAPE_SQUARE) {
        orb_ink(out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" rx=\"%f\"",
                centre.x - half, centre.y - half, 2 * half, 2 * half, 0.2 * radius);
        ink_style(out, style);
        return;
    }
    count = corners(points, shape);
    orb_buf_text(out, "<path d=\"");
    for (size_t i = 0; i < count; i++)
        orb_ink(out, i == 0 ? "M%f %f" : "L%f %f", centre.x + radius * points[i].x,
                centre.y + radius * points[i].y);
    orb_buf_text(out, "Z\" stroke-linejoin=\"round\"");
    ink_style(out, style);
}

bool orb_ink_is_hollow(enum orb_partner_state state)
{
    return state == ORB_PARTNER_FULL || state == ORB_PARTNER_SET_ASIDE;
}

void orb_ink_mark(struct orb_buf *out, const struct orb_ink_mark *mark)
{
    bool thin = mark->ring > 0;
    struct orb_ink_style style = { mark->colour, "#fff", thin ? 0 : 0.25, NULL };
    struct orb_ink_style ring = { NULL, mark->colour, thin ? 0.22 : 0.32, NULL };

    if (mark->state == ORB_PARTNER_PLACE)
        orb_ink_shape(out, mark->shape, mark->centre,
                      mark->radius + (thin ? mark->ring : 0.62), &ring);
    if (mark->state == ORB_PARTNER_FULL)
        style = (struct orb_ink_style){ "#fff", mark->colour, thin ? 0.4 : 0.6, "1.1 .6" };
    else if (mark->state == ORB_PARTNER_SET_ASIDE)
        style = (struct orb_ink_style){ "#fff", mark->colour, thin ? 0.3 : 0.4, ".35 .55" };
    orb_ink_shape(out, mark->shape, mark->centre, mark->radius, &style);
}

void orb_ink_numbered(struct orb_buf *out, const struct orb_ink_mark *mark, unsigned number,
                      double largest)
{
    struct orb_ink_text text = { .x = mark->centre.x,
                                 .fill =
                                     orb_ink_is_hollow(mark->state) ? mark->colour : "#fff",
                                 .anchor = ORB_INK_MIDDLE,
                                 .bold = true };
    char digits[16];
    size_t at = sizeof digits - 1;
    double wide;

    digits[at] = '\0';
    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    wide = 1.75 * mark->radius / orb_text_width(digits + at, 1, true);
    /* The corners of the number stay near the sides of a diamond. */
    if (mark->shape == ORB_SHAPE_DIAMOND)
        wide = 1.28 * mark->radius / (orb_text_width(digits + at, 1, true) / 2 + 0.36);
    text.size = wide < largest ? wide : largest;
    text.y = mark->centre.y + 0.36 * text.size;
    orb_ink_mark(out, mark);
    orb_ink_text(out, &text, digits + at);
}

void orb_ink_wedge(struct orb_buf *out, const struct orb_circle_sheet *sheet,
                   const struct orb_circle_zone *zone)
{
    struct orb_circle_point a = orb_circle_polar(sheet, zone->r1, zone->a0);
    struct orb_circle_point b = orb_circle_polar(sheet, zone->r1, zone->a1);
    struct orb_circle_point c = orb_circle_polar(sheet, zone->r0, zone->a1);
    struct orb_circle_point d = orb_circle_polar(sheet, zone->r0, zone->a0);

    orb_ink(out, "M%f %fA%f %f 0 0 1 %f %f", a.x, a.y, zone->r1, zone->r1, b.x, b.y);
    orb_ink(out, "L%f %fA%f %f 0 0 0 %f %fZ", c.x, c.y, zone->r0, zone->r0, d.x, d.y);
}

struct orb_circle_point orb_ink_pill_size(const struct orb_ink_pill *pill)
{
    double wide = orb_text_width(pill->first, pill->size, true);
    double other =
        pill->second == NULL ? 0 : orb_text_width(pill->second, pill->size, true);
    double lines = pill->second == NULL ? 1 : 2;

    return (struct orb_circle_point){ (wide > other ? wide : other) + 1.2 * pill->size,
                                      pill->size * (0.6 + 1.1 * lines) };
}

void orb_ink_pill(struct orb_buf *out, const struct orb_ink_pill *pill)
{
    struct orb_circle_point size = orb_ink_pill_size(pill);
    struct orb_ink_text text = { pill->centre.x, pill->centre.y + 0.36 * pill->size,
                                 pill->size,     pill->colour,
                                 ORB_INK_MIDDLE, true };

    orb_ink(out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" rx=\"%f\"",
            pill->centre.x - size.x / 2, pill->centre.y - size.y / 2, size.x, size.y,
            pill->size * 0.85);
    ink_style(out, &(struct orb_ink_style){ "#fff", pill->colour, 0.35, NULL });
    if (pill->second != NULL)
        text.y -= 0.55 * pill->size;
    orb_ink_text(out, &text, pill->first);
    text.y += 1.1 * pill->size;
    if (pill->second != NULL)
        orb_ink_text(out, &text, pill->second);
}
