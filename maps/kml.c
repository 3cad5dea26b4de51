/* KML 2.2 for globes and telephones: one folder a family, one style a circle. */
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "maps/circle_style.h"
#include "maps/offer_cells.h"
#include "maps/registry.h"

struct kml {
    struct orb_output *output;
    struct orb_buf *out;
    const struct orb_export_options *options;
    struct orb_selection selection;
    struct orb_cells cells;
    struct orb_buf heads;            /* what comes before the value of each column */
    size_t head_at[ORB_COLUMNS + 1]; /* in heads, by column */
};

/* How a character is written; NULL = as it is. What a document of XML 1.0 cannot hold
 * becomes U+FFFD. */
static const char *escape_of(const char *text, size_t len)
{
    switch (*text) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\n':
    case '\t':
        return NULL;
    default:
        break;
    }
    if (len == 0 || (unsigned char)*text < ' ' ||
        (len == 3 && memcmp(text, "\xef\xbf", 2) == 0 && (text[2] & 0xfe) == 0xbe))
        return "\xef\xbf\xbd";
    return NULL;
}

static void escape(struct orb_buf *out, const char *text)
{
    const char *from = text; /* not written yet */

    while (*text != '\0') {
        bool plain = (unsigned char)*text >= ' ' && (unsigned char)*text < 0x7f;
        size_t len = plain ? 1 : orb_utf8_len(text);
        const char *written = escape_of(text, len);

        if (written != NULL) {
            orb_buf_add(out, from, (size_t)(text - from));
            orb_buf_text(out, written);
        }
        text += len == 0 ? 1 : len;
        if (written != NULL)
            from = text;
    }
    orb_buf_add(out, from, (size_t)(text - from));
}

static void add_text(struct kml *k, const char *text)
{
    escape(k->out, text);
}

static void add_element(struct kml *k, const char *name, const char *text)
{
    orb_buf_printf(k->out, "<%s>", name);
    add_text(k, text);
    orb_buf_printf(k->out, "</%s>", name);
}

/* ---- one offer */

static void add_value(struct kml *k, enum orb_column_kind kind, const struct orb_cell *cell)
{
    static const char *const flags[][2] = { { "no", "non" }, { "yes", "oui" } };
    char day[ORB_DATE_LEN];

    switch (kind) {
    case ORB_COLUMN_INTEGER:
        orb_buf_printf(k->out, "%lld", (long long)cell->number);
        break;
    case ORB_COLUMN_DEGREES:
        orb_map_degrees(k->out, cell->number);
        break;
    case ORB_COLUMN_DATE:
        orb_buf_text(k->out, orb_cell_day(day, (orb_date)cell->number, k->options->french));
        break;
    case ORB_COLUMN_FLAG:
        orb_buf_text(k->out, flags[cell->number != 0][k->options->french]);
        break;
    default:
        add_text(k, cell->text);
    }
}

static void make_heads(struct kml *k)
{
    for (size_t i = 0; i < ORB_COLUMNS; i++) {
        k->head_at[i] = k->heads.len;
        orb_buf_printf(&k->heads, "<Data name=\"%s\"><displayName>", orb_columns[i].name);
        escape(&k->heads, orb_columns[i].label[k->options->french]);
        orb_buf_text(&k->heads, "</displayName><value>");
    }
    k->head_at[ORB_COLUMNS] = k->heads.len;
}

/* What is unknown is absent. */
static void add_data(struct kml *k, const struct orb_cell row[ORB_COLUMNS])
{
    static const char *const none[] = { "none", "aucun" };

    orb_buf_text(k->out, "<ExtendedData>");
    for (size_t i = 0; i < ORB_COLUMNS; i++) {
        if (i == ORB_COL_NAME || i == ORB_COL_LON || i == ORB_COL_LAT ||
            row[i].state == ORB_CELL_UNKNOWN || row[i].state == ORB_CELL_NOT_APPLICABLE)
            continue;
        orb_buf_add(k->out, k->heads.data + k->head_at[i],
                    k->head_at[i + 1] - k->head_at[i]);
        if (row[i].state == ORB_CELL_KNOWN)
            add_value(k, orb_columns[i].kind, &row[i]);
        else
            orb_buf_text(k->out, none[k->options->french]);
        orb_buf_text(k->out, "</value></Data>");
    }
    orb_buf_text(k->out, "</ExtendedData>");
}

static enum orb_status add_placemark(struct kml *k, uint32_t offer, struct orb_error *err)
{
    struct orb_cell row[ORB_COLUMNS];
    enum orb_status status = orb_cells_get(&k->cells, offer, row, err);
    const struct orb_cell *lon = &row[ORB_COL_LON];

    if (status != ORB_OK)
        return status;
    orb_buf_text(k->out, "<Placemark>");
    add_element(k, "name",
                row[ORB_COL_NAME].text != NULL ? row[ORB_COL_NAME].text
                                               : row[ORB_COL_ID].text);
    orb_buf_printf(k->out, "<styleUrl>#%s</styleUrl>", row[ORB_COL_CIRCLE].text);
    add_data(k, row);
    if (lon->state == ORB_CELL_KNOWN) {
        orb_buf_text(k->out, "<Point><coordinates>");
        orb_map_degrees(k->out, lon->number);
        orb_buf_char(k->out, ',');
        orb_map_degrees(k->out, row[ORB_COL_LAT].number);
        orb_buf_text(k->out, "</coordinates></Point>");
    }
    orb_buf_text(k->out, "</Placemark>\n");
    return orb_output_flush(k->output, false, err);
}

/* ---- folders */

static void open_folder(struct kml *k, int family)
{
    static const char *const unclassified[] = { "Not classified", "Non classé" };
    char code[8];
    const char *label;

    (void)snprintf(code, sizeof code, "L%d", family);
    label = orb_vocabulary_label(&k->cells.vocabulary, "loubat_familles", code,
                                 k->options->french ? "fr" : "en");
    orb_buf_text(k->out, "<Folder><name>");
    if (family == 0) {
        orb_buf_text(k->out, unclassified[k->options->french]);
    } else {
        orb_buf_printf(k->out, "%d. ", family);
        add_text(k, label == NULL ? code : label);
    }
    orb_buf_text(k->out, "</name>\n");
}

static enum orb_status add_folder(struct kml *k, int family, struct orb_error *err)
{
    const struct orb_catalogue *c = k->selection.catalogue;
    enum orb_status status = ORB_OK;
    bool any = false;

    for (uint32_t i = 0; i < c->offer_count && status == ORB_OK; i++) {
        struct orb_map_offer offer;

        if (!orb_selection_has(&k->selection, c->by_id[i]))
            continue;
        orb_map_offer_get(&offer, &k->selection, c->by_id[i]);
        if (offer.family != family)
            continue;
        if (!any)
            open_folder(k, family);
        any = true;
        status = add_placemark(k, c->by_id[i], err);
    }
    if (any)
        orb_buf_text(k->out, "</Folder>\n");
    return status;
}

/* ---- the document */

static void add_styles(struct kml *k)
{
    for (size_t i = 0; i < ORB_CIRCLES; i++) {
        unsigned rgb = orb_circle_styles[i].colour;

        /* Alpha, blue, green, red. */
        orb_buf_printf(k->out,
                       "<Style id=\"%s\"><IconStyle><color>ff%02x%02x%02x</color>"
                       "</IconStyle></Style>\n",
                       orb_circle_names[i], rgb & 0xff, rgb >> 8 & 0xff, rgb >> 16);
    }
}

static void add_head(struct kml *k)
{
    const struct orb_export_options *o = k->options;
    const struct orb_selection *s = &k->selection;
    struct orb_buf text = { 0 };
    char day[ORB_DATE_LEN];

    orb_buf_text(k->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>");
    add_element(k, "name",
                o->title != NULL ? o->title : (o->french ? "Ressources" : "Resources"));
    if (s->date != ORB_DATE_NONE)
        orb_buf_printf(&text, "%s %s. ", o->french ? "Situation au" : "As of",
                       orb_cell_day(day, s->date, o->french));
    orb_buf_printf(&text, o->french ? "%llu sans position. " : "%llu without a position. ",
                   (unsigned long long)s->unlocated);
    orb_selection_attribution(&text, s);
    orb_buf_text(&text, " (");
    orb_selection_licence(&text, s);
    orb_buf_text(&text, ")");
    k->out->failed = k->out->failed || text.failed;
    add_element(k, "description", text.len == 0 ? "" : text.data);
    orb_buf_release(&text);
    orb_buf_char(k->out, '\n');
    add_styles(k);
}

static enum orb_status write_all(struct kml *k, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    make_heads(k);
    if (k->heads.failed)
        return orb_error_memory(err);
    add_head(k);
    for (int family = 1; family <= ORB_FAMILIES && status == ORB_OK; family++)
        status = add_folder(k, family, err);
    if (status == ORB_OK)
        status = add_folder(k, 0, err);
    orb_buf_text(k->out, "</Document></kml>\n");
    return status == ORB_OK ? orb_buf_check(k->out, err) : status;
}

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    struct kml k = { .output = out, .out = &out->pending, .options = options };
    enum orb_status status =
        orb_selection_init(&k.selection, territory->catalogue, options, err);

    if (status == ORB_OK)
        status = orb_cells_init(&k.cells, &k.selection,
                                options->french ? ORB_CELL_FRENCH : ORB_CELL_ENGLISH, err);
    if (status == ORB_OK)
        status = write_all(&k, err);
    orb_buf_release(&k.heads);
    orb_cells_release(&k.cells);
    orb_selection_release(&k.selection);
    return status;
}

const struct orb_exporter orb_exporter_kml = {
    .name = "kml",
    .summary = N_("KML for globes and telephones, with one folder for each family"),
    .loses = N_(
        "contours, relations between organizations, accessibility, languages, professions, themes, temporary closures, costs and documents, how sure a way to receive people is, the records of each source"),
    .media_type = "application/vnd.google-earth.kml+xml",
    .extension = "kml",
    .takes = ORB_EXPORT_SELECTION | ORB_EXPORT_TITLE,
    .run = run,
};
