/* Writes the invented report in every form into a directory: report OUT [fr]. */
#include <stdio.h>
#include <string.h>

#include "maps/report_write.h"
#include "tests/schema/report_sample.h"

static struct orb_error err;

static enum orb_status write_form(const struct orb_report *r, struct orb_output *out,
                                  const char *name)
{
    if (strcmp(name, "report-1.json") == 0)
        return orb_report_write_json(out, r, &err);
    if (strcmp(name, "report.csv") == 0)
        return orb_report_write_csv(out, r->tables[0], false, &err);
    if (strcmp(name, "report-excel.csv") == 0)
        return orb_report_write_csv(out, r->tables[0], true, &err);
    if (strcmp(name, "report.xlsx") == 0)
        return orb_report_write_xlsx(out, r, &err);
    if (strcmp(name, "report.geojson") == 0)
        return orb_report_write_geojson(out, r, &r->maps[0], &report_sample_territory,
                                        &err);
    if (strcmp(name, "report-epci.geojson") == 0)
        return orb_report_write_geojson(out, r, &r->maps[3], &report_sample_territory,
                                        &err);
    return orb_report_write_html(out, r, &report_sample_territory, &err);
}

int main(int argc, char **argv)
{
    static const char *const names[] = { "report-1.json",    "report.csv",
                                         "report-excel.csv", "report.xlsx",
                                         "report.geojson",   "report-epci.geojson",
                                         "report.html" };
    struct orb_report report;
    enum orb_status status;

    if (argc < 2)
        return 2;
    report_sample(&report, argc > 2 && strcmp(argv[2], "fr") == 0);
    status = orb_report_check(&report, &err);
    for (size_t i = 0; i < sizeof names / sizeof names[0] && status == ORB_OK; i++) {
        struct orb_output out = { 0 };
        char path[1024];

        (void)snprintf(path, sizeof path, "%s/%s", argv[1], names[i]);
        status = orb_output_open(&out, path, &err);
        if (status == ORB_OK)
            status = write_form(&report, &out, names[i]);
        if (status == ORB_OK)
            status = orb_output_commit(&out, &err);
        orb_output_close(&out);
    }
    orb_report_clear(&report);
    if (status != ORB_OK)
        (void)fprintf(stderr, "report: %s %s\n", err.place, err.text);
    return status == ORB_OK ? 0 : 1;
}
