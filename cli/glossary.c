/* Definitions are ours; the reference says where the word is set or comes from, for who
 * wants to read more. */
#include "cli/glossary.h"

#include <stdbool.h>
#include <string.h>

#include "cli/table.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

struct entry {
    const char *word; /* N_() when English says it otherwise */
    const char *definition;
    const char *reference; /* NULL = a word of Orbite */
};

static const struct entry entries[] = {
    { N_("advocacy"),
      N_("speaking with and for a person so that their rights are applied; a refusal with its coded reason is its first argument"),
      N_("the vocabulary of case management") },
    { N_("carer"),
      N_("a relative who helps daily; the carer's own needs (respite, support) are answered apart from the person's"),
      "CASF, L. 113-1-3" },
    { N_("case management"),
      N_("one professional who assesses, plans, links and follows for a person, whatever the institutions"),
      NULL },
    { "CDAPH",
      N_("the commission that decides a disabled person's rights and orientations; its decision opens most medico-social services"),
      "CASF, L. 146-9, L. 241-5" },
    { N_("circle"),
      N_("how near a partner is to the operator: C0 its own services, C1a subcontracted, C1b under convention, C2 specialised partners of the territory, C3 droit commun, C4 to prospect; always shown with its evidence and date"),
      NULL },
    { "communauté 360",
      N_("the actors of a département who answer together for people without a solution, without asking for a decision first"),
      N_("French ministry circulars of 2020 and 2021") },
    { N_("convention"),
      N_("a written agreement between two organizations, with dates; expired, it no longer proves a circle"),
      NULL },
    { "dispositif",
      N_("several ways to accompany (home, day, boarding) run as one, between which a person moves without a new decision"),
      "CASF, L. 312-7-1" },
    { "droit commun",
      N_("what is open to everyone without condition of handicap: school, town, doctors, sport, culture, work, housing"),
      NULL },
    { "EGE",
      N_("entité géographique in FINESS: an establishment at one place; it belongs to an EJ"),
      "FINESS" },
    { "EJ", N_("entité juridique in FINESS: the legal person that runs establishments"),
      "FINESS" },
    { "empowerment",
      N_("the person gains the means to decide and act for themselves; the plan starts from what they can and want"),
      N_("World Health Organization, Ottawa charter, 1986") },
    { "ESSMS",
      N_("a social or medico-social establishment or service, authorised by the ARS or the département"),
      "CASF, L. 312-1" },
    { "FINESS",
      N_("the national register of health and social establishments, with their authorisations"),
      "FINESS" },
    { N_("fragile"),
      N_("covered by exactly one organization: what it stops is missing at once"), NULL },
    { N_("gap"),
      N_("a place, a need and people for whom no offer would be eligible, with its reason: absent, public, age, orientation, zone, transport, saturated"),
      NULL },
    { N_("gatekeeper"),
      N_("who or what opens the door of a programme: age, public, decision, zone, waiting list; the sheet of a service lists its conditions"),
      N_("the vocabulary of case management") },
    { N_("IGAS bounds"),
      N_("age bounds at 16 and 20, refusal of associated disorders, no home or temporary care: rules that an inspection proposed to lift, which '--igas' lifts to see what it would change"),
      N_("IGAS report 2021-010R") },
    { N_("lever"),
      N_("what could turn a near miss into a solution: a derogation, an advance request, a travel aid, a call to the provider"),
      NULL },
    { "mainstreaming",
      N_("answering with the services of everyone first, adapted if need be, before specialised ones"),
      N_("United Nations, convention of 2006, article 19") },
    { "MDPH",
      N_("the département's single house for disabled people: receives requests, assesses, tells the CDAPH's decisions"),
      "CASF, L. 146-3" },
    { N_("near miss"),
      N_("an offer that fails one or a few rules by little, shown with the gap and its lever"),
      NULL },
    { N_("need"),
      N_("what a person needs in the SERAFIN-PH nomenclature (1.1 health, 1.2 autonomy, 1.3 participation); a prestation (2.x, 3.x) answers it"),
      "SERAFIN-PH, CNSA" },
    { N_("offer"),
      N_("one way to get a service: at a site, at home in a zone, or remotely; what is matched with a person"),
      NULL },
    { N_("operator"),
      N_("the organization that runs the platform; circles are counted from it"), NULL },
    { "orientation",
      N_("the CDAPH's decision that names a kind of establishment or service, with dates"),
      "CASF, L. 241-6" },
    { "PCPE",
      N_("pôle de compétences et de prestations externalisées: coordinates and buys outside answers when none is suited"),
      N_("DGCS instruction of 12 April 2016") },
    { N_("plan"),
      N_("the smallest set of offers that covers the person's needs, no more (« juste ce qu’il faut »)"),
      NULL },
    { N_("places"),
      N_("authorised: allowed by the authority; installed: seen open; available: free now. Never one for another, and unknown unless somebody said"),
      "FINESS, 08, 09" },
    { "projet de vie",
      N_("what the person expects of their life, in their words; asked before any need is coded"),
      "CASF, R. 146-28" },
    { "public", N_("whom an offer is for: kinds of deficiency, ages, carers"),
      N_("decree of 9 May 2017") },
    { N_("redundancy"),
      N_("services that do the same thing for the same people in the same place, and could share means: two make a doublon, three a triplon; not an excess where access is low, and not the same record twice"),
      NULL },
    { N_("scenario"),
      N_("a list of changes supposed to the offers of a territory, to see who would gain and who would lose; nothing is written"),
      NULL },
    { "SERAFIN-PH",
      N_("the nomenclature of needs and prestations of medico-social services for disabled people"),
      "CNSA" },
    { N_("unknown"),
      N_("nobody said: neither yes nor no; it never excludes, never counts as a yes, and is shown as 'to verify'"),
      NULL },
    { N_("unmet demand"),
      N_("a need that nothing around covers and nothing near could: recorded as such, so that something may be built"),
      NULL },
    { N_("verdict"),
      N_("eligible, to verify, near miss or excluded, with every rule that says so"),
      NULL },
    { N_("zone of intervention"),
      N_("the communes where an at-home service goes; it prevails on the distance"),
      "FINESS" },
};

#define ENTRIES (sizeof entries / sizeof entries[0])

/* The alphabet of the reader: accents and capitals do not count. */
static bool comes_before(const struct entry *a, const struct entry *b)
{
    struct orb_buf left = { 0 };
    struct orb_buf right = { 0 };
    bool before;

    orb_utf8_fold(&left, _(a->word));
    orb_utf8_fold(&right, _(b->word));
    before = left.data != NULL && right.data != NULL && strcmp(left.data, right.data) < 0;
    orb_buf_release(&left);
    orb_buf_release(&right);
    return before;
}

void cli_glossary_write(struct orb_buf *out, size_t width)
{
    const struct entry *sorted[ENTRIES];

    for (size_t i = 0; i < ENTRIES; i++) {
        size_t at = i;

        for (; at > 0 && comes_before(&entries[i], sorted[at - 1]); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = &entries[i];
    }
    for (size_t i = 0; i < ENTRIES; i++) {
        orb_buf_printf(out, "%s\n    ", _(sorted[i]->word));
        cli_wrap(out, _(sorted[i]->definition), 4, 4, width);
        if (sorted[i]->reference != NULL)
            orb_buf_printf(out, _("    see: %s\n"), _(sorted[i]->reference));
    }
}
