/* What a sheet says of each kind of record. */
#ifndef CLI_SHEET_RECORDS_H
#define CLI_SHEET_RECORDS_H

#include "cli/sheet.h"
#include "engine/model/record.h"

/* Add the section of a record. Restricted contacts and confidential addresses are named,
 * not shown. */
void cli_sheet_offer(struct cli_sheet *sheet, const struct orb_offer *offer);
void cli_sheet_service(struct cli_sheet *sheet, const struct orb_service *service);
void cli_sheet_organization(struct cli_sheet *sheet,
                            const struct orb_organization *organization);
/* commune: its name; NULL = not known. */
void cli_sheet_site(struct cli_sheet *sheet, const struct orb_site *site,
                    const char *commune);
void cli_sheet_territory(struct cli_sheet *sheet, const struct orb_territory *territory);
void cli_sheet_relation(struct cli_sheet *sheet, const struct orb_relation *relation);

/* The phone, the e-mail, the site, how to ask, and when it was checked: each present or
 * said to be absent (R32). */
void cli_sheet_contacts(struct cli_sheet *sheet, const struct orb_contact *contacts,
                        size_t count);

#endif
