/* Addresses are kept line by line; post boxes stand apart because nobody can be visited
 * there. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "importers/finess.h"

/* "BP 132", "B.P. 818", "CS 20100", "TSA 40001": what a postman opens, not a place. */
size_t orb_finess_post_box_len(const char *line)
{
    static const char *const words[] = {
        "BP", "B.P.", "B.P", "CS", "C.S.", "TSA", "CIDEX"
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t len = strlen(words[i]);
        size_t digits;

        if (strncmp(line, words[i], len) != 0)
            continue;
        len += strspn(line + len, " .");
        digits = strspn(line + len, "0123456789");
        if (digits > 0)
            return len + digits;
    }
    return 0;
}

static void add_line(struct orb_buf *lines, struct orb_buf *boxes, const char *line)
{
    struct orb_buf *to;

    if (line == NULL || strcmp(line, "\\") == 0)
        return;
    to = orb_finess_post_box_len(line) > 0 ? boxes : lines;
    if (to->len > 0)
        orb_buf_char(to, '\n');
    orb_buf_text(to, line);
}

/* ligneQuatre is the street as it is printed; without it, its parts are put together. */
static enum orb_status street(struct finess *f, const struct orb_node *address,
                              struct orb_buf *lines, struct orb_buf *boxes,
                              struct orb_error *err)
{
    static const char *const parts[] = { "numeroVoie", "complementVoie", "typeVoie",
                                         "libelleVoie" };
    struct orb_buf text = { 0 };
    const char *line = NULL;
    enum orb_status status = orb_finess_text(f, address, "ligneQuatre", &line, err);

    for (size_t i = 0; status == ORB_OK && i < sizeof parts / sizeof parts[0]; i++) {
        const char *part = NULL;

        status = orb_finess_text(f, address, parts[i], &part, err);
        if (part != NULL && line == NULL) {
            if (text.len > 0)
                orb_buf_char(&text, ' ');
            orb_buf_text(&text, part);
        }
    }
    if (status == ORB_OK)
        add_line(lines, boxes, line != NULL || text.len == 0 ? line : text.data);
    orb_buf_release(&text);
    return status;
}

static enum orb_status read_lines(struct finess *f, const struct orb_node *address,
                                  struct orb_buf *lines, struct orb_buf *boxes,
                                  struct orb_error *err)
{
    static const char *const before[] = { "ligneUne", "ligneDeux", "ligneTrois",
                                          "complementPointGeographique" };
    static const char *const after[] = { "lieuDit", "ligneCinq" };
    enum orb_status status = ORB_OK;
    const char *line = NULL;

    for (size_t i = 0; status == ORB_OK && i < sizeof before / sizeof before[0]; i++) {
        status = orb_finess_text(f, address, before[i], &line, err);
        add_line(lines, boxes, line);
    }
    if (status == ORB_OK)
        status = street(f, address, lines, boxes, err);
    for (size_t i = 0; status == ORB_OK && i < sizeof after / sizeof after[0]; i++) {
        status = orb_finess_text(f, address, after[i], &line, err);
        add_line(lines, boxes, line);
    }
    return status;
}

/* The list of postal codes holds none of the collectivities: there, only the word says
 * CEDEX. */
static bool is_of_collectivity(const char *postcode)
{
    static const char *const starts[] = { "97133", "97150", "975", "98" };

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (strncmp(postcode, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

bool orb_finess_is_cedex(const struct finess *f, const char *postcode, const char *routing)
{
    return (routing != NULL && strstr(routing, "CEDEX") != NULL) ||
           (!is_of_collectivity(postcode) &&
            orb_strmap_find(&f->postcodes, postcode, 5) == ORB_STRMAP_NONE);
}

/* The commune rules: a postal code that no commune owns (a CEDEX) is kept for letters and
 * says nothing of the place. */
static enum orb_status postcode(struct finess *f, const struct orb_node *address,
                                struct orb_site *site, struct orb_buf *extra,
                                struct orb_error *err)
{
    const char *routing = NULL;
    enum orb_status status =
        orb_finess_text(f, address, "codePostal", &site->postcode, err);

    if (status == ORB_OK)
        status = orb_finess_text(f, address, "ligneAcheminement", &routing, err);
    if (status != ORB_OK || site->postcode == NULL)
        return status;
    if (!orb_finess_digits(site->postcode, 5))
        return orb_finess_find(f, FINESS_RULE_POSTCODE_UNREADABLE, "codePostal",
                               site->postcode, err);
    if (orb_finess_is_cedex(f, site->postcode, routing)) {
        f->counts[f->place.ege < 0 ? FINESS_NOTE_ORGANIZATION_CEDEX : FINESS_NOTE_CEDEX]++;
        orb_buf_text(extra, extra->len == 0 ? "{\"cedex\":true" : ",\"cedex\":true");
    }
    if (routing != NULL) {
        orb_buf_text(extra, extra->len == 0 ? "{\"acheminement\":" : ",\"acheminement\":");
        orb_json_write_string(extra, routing);
    }
    return ORB_OK;
}

/* Five characters, of which the first may be followed by A or B in Corsica; arrondissements
 * stay as they are. */
bool orb_finess_is_commune(const char *text)
{
    char plain[6];

    if (strlen(text) != 5)
        return false;
    memcpy(plain, text, sizeof plain);
    if (plain[0] == '2' && (plain[1] == 'A' || plain[1] == 'B'))
        plain[1] = '0';
    return orb_finess_digits(plain, 5);
}

enum orb_status orb_finess_commune(struct finess *f, const char *field, const char *code,
                                   struct orb_site *site, struct orb_error *err)
{
    const struct orb_territory_view *view = f->in->territory;
    const char *current;

    if (!orb_finess_is_commune(code))
        return orb_finess_find(f, FINESS_RULE_COMMUNE_UNREADABLE, field, code, err);
    current =
        view != NULL && view->commune != NULL ? view->commune(view->context, code) : NULL;
    site->commune = current == NULL ? code : current;
    return ORB_OK;
}

static enum orb_status commune(struct finess *f, const struct orb_node *address,
                               struct orb_site *site, struct orb_error *err)
{
    const char *code = NULL;
    enum orb_status status = orb_finess_text(f, address, "cogCommune", &code, err);

    return status != ORB_OK || code == NULL
               ? status
               : orb_finess_commune(f, "cogCommune", code, site, err);
}

/* One address into site; extra is an object under construction. */
static enum orb_status read_site(struct finess *f, const struct orb_node *address,
                                 struct orb_site *site, struct orb_buf *extra,
                                 struct orb_error *err)
{
    struct orb_buf lines = { 0 };
    struct orb_buf boxes = { 0 };
    enum orb_status status = commune(f, address, site, err);

    if (status == ORB_OK)
        status = read_lines(f, address, &lines, &boxes, err);
    if (status == ORB_OK)
        status = postcode(f, address, site, extra, err);
    if (status == ORB_OK && lines.len > 0) {
        site->address = orb_arena_strdup(&f->scratch, lines.data);
        if (lines.failed || site->address == NULL)
            status = orb_error_memory(err);
    }
    if (status == ORB_OK && boxes.len > 0) {
        orb_buf_text(extra,
                     extra->len == 0 ? "{\"boite_postale\":" : ",\"boite_postale\":");
        orb_json_write_string(extra, boxes.data);
    }
    orb_buf_release(&lines);
    orb_buf_release(&boxes);
    if (status == ORB_OK)
        status = orb_finess_position(f, orb_node_get(address, "coordonneesGeographique"),
                                     site, extra, err);
    return status;
}

static enum orb_status put_site(struct finess *f, struct orb_site *site,
                                struct orb_buf *extra, struct orb_error *err)
{
    if (extra->len > 0) {
        orb_buf_char(extra, '}');
        site->extra = extra->failed ? NULL : orb_arena_strdup(&f->scratch, extra->data);
        if (site->extra == NULL)
            return orb_error_memory(err);
    }
    f->counts[FINESS_KEPT_SITES]++;
    return orb_sink_site(f->sink, site, err);
}

static enum orb_status one_site(struct finess *f, const struct orb_node *address,
                                struct finess_owner *owner, struct orb_error *err)
{
    struct orb_site site = { .lon = (double)NAN, .lat = (double)NAN };
    struct orb_buf extra = { 0 };
    const char *usage = NULL;
    bool main_usage;
    enum orb_status status;

    f->blanks = false;
    status = orb_finess_text(f, address, "usageAdresse", &usage, err);
    if (status != ORB_OK)
        return status;
    main_usage =
        usage != NULL && strcmp(usage, owner->main_usage) == 0 && owner->main_site == NULL;
    site.id = main_usage
                  ? orb_arena_printf(&f->scratch, "%s/site", owner->id)
                  : orb_arena_printf(&f->scratch, "%s/site-%.4s-%ld", owner->id,
                                     usage == NULL ? "x" : usage, f->place.index + 1);
    site.kind = owner->confidential ? "confidential" : NULL;
    site.provenance = (struct orb_provenance){ FINESS_SOURCE_STRUCTURES, f->date,
                                               ORB_BASIS_DECLARED, NULL };
    if (site.id == NULL)
        return orb_error_memory(err);
    status = read_site(f, address, &site, &extra, err);
    f->counts[FINESS_NOTE_BLANKS] += f->blanks;
    if (status == ORB_OK)
        status = put_site(f, &site, &extra, err);
    orb_buf_release(&extra);
    owner->located = owner->located || !isnan(site.lon);
    if (main_usage)
        owner->main_site = site.id;
    return status;
}

enum orb_status orb_finess_sites(struct finess *f, const struct orb_node *addresses,
                                 struct finess_owner *owner, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    f->place.list = "adresse";
    for (size_t i = 0; status == ORB_OK && i < orb_node_count(addresses); i++) {
        const struct orb_node *address = orb_node_at(addresses, i);

        f->place.index = (long)i;
        if (orb_node_type(address) == ORB_NODE_OBJECT)
            status = one_site(f, address, owner, err);
        else
            status = orb_finess_find(f, FINESS_RULE_ROW_UNEXPECTED, NULL, NULL, err);
    }
    f->place.list = NULL;
    return status;
}
