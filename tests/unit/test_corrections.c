#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "importers/correction_value.h"
#include "importers/registry.h"
#include "tests/unit/record_lines.h"

static bool exists(void *context, enum orb_record_kind kind, const char *id)
{
    (void)context;
    return (kind == ORB_RECORD_ORGANIZATION && strcmp(id, "finess-ej:010000001") == 0) ||
           (kind == ORB_RECORD_SERVICE &&
            (strcmp(id, "finess:010000101") == 0 || strcmp(id, "finess:010000102") == 0)) ||
           (kind == ORB_RECORD_OFFER && strcmp(id, "finess:010000101/841-16-117") == 0) ||
           (kind == ORB_RECORD_SITE && strcmp(id, "site:1") == 0);
}

static size_t identified(void *context, const struct orb_identifier *identifier,
                         enum orb_record_kind *kind, const char **id)
{
    (void)context;
    (void)identifier;
    *kind = ORB_RECORD_SERVICE;
    *id = "finess:010000104";
    return 2;
}

/* Service 101 has one place and one offer, 102 two offers. */
static size_t related(void *context, const char *id, enum orb_record_kind kind,
                      const char **first)
{
    (void)context;
    if (strncmp(id, "finess:", 7) != 0)
        return 0;
    *first = kind == ORB_RECORD_SITE ? "site:1" : "finess:010000101/841-16-117";
    return kind == ORB_RECORD_OFFER && strcmp(id, "finess:010000102") == 0 ? 2 : 1;
}

/* The offer of service 101 has contacts and closed with it, and opened on a day of its own.
 */
static const char *next_follower(void *context, const char *service, const char *field,
                                 const char *after)
{
    (void)context;
    return after == NULL && strcmp(service, "finess:010000101") == 0 &&
                   strcmp(field, "opened_on") != 0
               ? "finess:010000101/841-16-117"
               : NULL;
}

static const char *commune(void *context, const char *code)
{
    (void)context;
    return strcmp(code, "01053") == 0 ? "01053" : NULL;
}

static const char *next_commune(void *context, const char *after)
{
    (void)context;
    return after == NULL ? "01053" : NULL;
}

static const struct orb_territory_view view = { .commune = commune,
                                                .next_commune = next_commune,
                                                .exists = exists,
                                                .related = related,
                                                .next_follower = next_follower,
                                                .identified = identified };

static enum orb_status run(struct import *i, const char *path)
{
    const struct orb_import_input in = { .paths = &path,
                                         .path_count = 1,
                                         .territory = &view };

    return import_run(i, &orb_importer_corrections, &in);
}

/* What is told of the rows of dirty.csv. */
static const char *const dirty_told[] = {
    "1 line 4 commune=99999 commune_unknown\n",
    "1 line 4 position=1000 2 position_unreadable\n",
    "1 line 4 telephone= phone_unreadable\n",
    "1 line 4 courriel= email_unreadable\n",
    "1 line 4 site_web=x url_unreadable\n",
    "1 line 4 ouverture=31/02/2020 date_unreadable\n",
    "1 line 4 attente_jours=-1 number_unreadable\n",
    "1 line 4 places_temporaires=1.5 number_unreadable\n",
    "1 line 4 accueille=peut-être yes_no_unreadable\n",
    "1 line 4 age_min=x age_unreadable\n",
    "0 line 5 cible=finess:999999999 target_unknown\n",
    "0 line 6 cible=deux mots target_unreadable\n",
    "0 line 7 cible=12345678900029 target_ambiguous\n",
    "0 line 8 auteur= author_missing\n",
    "0 line 9 date=2026-02-30 date_unreadable\n",
    "0 line 10 note= personal_data\n",
    "0 line 11 auteur= personal_data\n",
    "0 line 12 = nothing_corrected\n",
    "1 line 13 attente_jours=3 correction_nowhere\n",
    "1 line 14 attente_jours=3 correction_ambiguous\n",
    "0 line 15 = row_too_wide\n",
};

static void each_value_goes_to_the_record_that_has_it(void **state)
{
    static const char *const kept[] = {
        "assertion service finess:010000101 name=\"IME Les Glycines\" author=Mme Martin, IME on=2026-10-01 note=dit au téléphone\n",
        "assertion site site:1 address=\"12 rue des Lilas\"",
        "assertion site site:1 commune=\"01053\"",
        "assertion site site:1 position={\"lat\":46.2052,\"lon\":5.2256}",
        "assertion service finess:010000101 phone=\"04 74 00 00 01\"",
        "assertion offer finess:010000101/841-16-117 phone=\"04 74 00 00 01\"",
        "assertion offer finess:010000101/841-16-117 email=",
        "assertion offer finess:010000101/841-16-117 mobilisation=",
        "assertion service finess:010000101 opened_on=\"2001-09-01\"",
        "assertion service finess:010000101 closed_on=null",
        "assertion offer finess:010000101/841-16-117 closed_on=null",
        "assertion offer finess:010000101/841-16-117 wait_days=30",
        "assertion offer finess:010000101/841-16-117 accepts_new=true",
        "assertion offer finess:010000101/841-16-117 age_max_months=240",
        "assertion offer finess:010000101/841-16-117 publics=[\"200\",\"205\"]",
        "assertion offer finess:010000101/841-16-117 orientations=[]",
        "assertion offer finess:010000101/841-16-117 languages=[\"fr\",\"lsf\"]",
        "assertion offer finess:010000101/841-16-117 phone=null",
        "source corrections ",
    };
    char path[400];
    struct import i;

    (void)state;
    (void)snprintf(path, sizeof path, "%s/tests/data/corrections/dirty.csv",
                   getenv("ORBITE_SRCDIR") == NULL ? ".." : getenv("ORBITE_SRCDIR"));
    assert_int_equal(run(&i, path), ORB_OK);
    import_expect(&i.lines.text, kept, sizeof kept / sizeof kept[0]);
    import_expect(&i.findings, dirty_told, sizeof dirty_told / sizeof dirty_told[0]);
    assert_int_equal(i.report.rejected, 9);
    assert_int_equal(orb_report_get(&i.report, "read", "rows"), 14);
    assert_int_equal(orb_report_get(&i.report, "kept", "rows"), 2);
    assert_int_equal(i.lines.counts[ORB_RECORD_ASSERTION],
                     orb_report_get(&i.report, "kept", "assertions"));
    assert_null(strstr(i.lines.text.data, "offer finess:010000101/841-16-117 opened_on"));
    assert_null(strstr(i.findings.data, "04 74"));
    assert_null(strstr(i.findings.data, "example.invalid"));
    import_release(&i);
}

static void a_file_that_is_not_one_is_refused(void **state)
{
    static const struct {
        const char *text, *place;
    } cases[] = {
        { "", "" },
        { "cible;auteur\n", "" },
        { "cible;auteur;date;couleur\n", "line 1" },
        { "cible;auteur;date;date\n", "line 1" },
        { "cible;auteur;date;\n", "line 1" },
        { "cible;auteur;date;nom\na;b;\"2026", ":2" },
        { "cible;auteur;date;nom\na;b;2026-01-01;\xff\n", ":2" },
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char path[] = "/tmp/orbite-test-corrections-XXXXXX";
        int fd = mkstemp(path);
        struct import i;

        assert_true(fd >= 0);
        assert_int_equal(write(fd, cases[k].text, strlen(cases[k].text)),
                         (ssize_t)strlen(cases[k].text));
        (void)close(fd);
        if (run(&i, path) == ORB_OK || i.lines.counts[ORB_RECORD_ASSERTION] > 0 ||
            strstr(i.err.place, cases[k].place) == NULL ||
            strncmp(i.err.place, path, strlen(path)) != 0)
            fail_msg("case %zu: '%s' at '%s'", k, i.err.text, i.err.place);
        import_release(&i);
        (void)unlink(path);
    }
}

/* Whichever allocation fails, "inconnu" is never taken for a text. */
static void lack_of_memory_is_told_and_nothing_is_written(void **state)
{
    const struct correction_column *name = orb_correction_column_at(0);
    bool done = false;

    (void)state;
    for (long n = 0; !done; n++) {
        struct orb_buf out = { 0 };

        assert_true(n < 100);
        orb_buf_text(&out, "room enough for the value of a row before");
        orb_buf_clear(&out);
        orb_alloc_fail_after(n);
        assert_null(orb_correction_value_write(&out, name, "Inconnu", NULL));
        orb_alloc_fail_after(-1);
        done = !out.failed;
        if (done)
            assert_string_equal(out.data, "null");
        orb_buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_value_goes_to_the_record_that_has_it),
        cmocka_unit_test(a_file_that_is_not_one_is_refused),
        cmocka_unit_test(lack_of_memory_is_told_and_nothing_is_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
