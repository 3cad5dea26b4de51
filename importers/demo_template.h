/* The kinds of service of the invented territory, how frequent they are and what they
 * usually say of themselves. */
#ifndef ORB_IMPORTERS_DEMO_TEMPLATE_H
#define ORB_IMPORTERS_DEMO_TEMPLATE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/model/code_list.h"

/* Who runs it. */
enum orb_demo_owner {
    ORB_DEMO_OWNER_NONE =
        0, /* the source names nobody: liberal practices, State services */
    ORB_DEMO_OWNER_ASSOCIATION, /* one of the département's, large ones have many services
                                 */
    ORB_DEMO_OWNER_CLUB,        /* an association of its own */
    ORB_DEMO_OWNER_COMMUNE,
    ORB_DEMO_OWNER_CCAS,
    ORB_DEMO_OWNER_HOSPITAL,
    ORB_DEMO_OWNER_DEPARTMENT
};

/* How it is called. */
enum orb_demo_naming {
    ORB_DEMO_NAMED_HOUSE = 0, /* "SESSAD Les Glycines" */
    ORB_DEMO_NAMED_COMMUNE,   /* "Médiathèque de Valorvin" */
    ORB_DEMO_NAMED_DEPARTMENT /* "MDPH (Haute-Orvelle)" */
};

/* Where it goes when it goes to people. */
enum orb_demo_reach {
    ORB_DEMO_REACH_SITE = 0, /* people come */
    ORB_DEMO_REACH_COMMUNES, /* the communes around; rarely said */
    ORB_DEMO_REACH_LISTED,   /* the communes around; nearly always said, as FINESS does for
                                SSIAD */
    ORB_DEMO_REACH_DEPARTMENT,
    ORB_DEMO_REACH_NATIONAL
};

/* How the bounds of age vary from one service to the next. */
enum orb_demo_ages { ORB_DEMO_AGES_FIXED = 0, ORB_DEMO_AGES_CHILD, ORB_DEMO_AGES_ADULT };

/* Lists end with NULL; a NULL first item of publics or orientations is an unknown list
 * unless open is set. */
struct orb_demo_template {
    const char *category; /* FINESS, BPE or ROR code */
    const char *label;
    uint16_t weight;         /* services of this kind among all weights */
    uint16_t min_population; /* hundreds of inhabitants of the communes that have one */
    uint8_t owner;           /* enum orb_demo_owner */
    uint8_t naming;          /* enum orb_demo_naming */
    uint8_t reach;           /* enum orb_demo_reach */
    uint8_t ages;            /* enum orb_demo_ages */
    uint8_t offers;          /* at most so many offers */
    bool open;               /* to everybody, without orientation: droit commun */
    bool medical_social; /* as FINESS describes it: mostly inferred, ages seldom known */
    bool institution;
    bool confidential;
    int16_t age_min; /* years; 0 = none */
    int16_t age_max; /* excluded; 150 = none */
    const char *families[5];
    const char *prestations[6];
    const char *modalities[4]; /* the usual one first */
    const char *publics[6];
    const char *orientations[4];
    const char *engagements[2];
    const char *professions[5];
    const char *themes[5];
};

/* Names for the entries that scripts need. */
enum orb_demo_kind {
    ORB_DEMO_SESSAD = 0,
    ORB_DEMO_IME,
    ORB_DEMO_ITEP,
    ORB_DEMO_IEM,
    ORB_DEMO_CAMSP,
    ORB_DEMO_CMPP,
    ORB_DEMO_POLY,
    ORB_DEMO_AUDITIF,
    ORB_DEMO_VISUEL,
    ORB_DEMO_ESAT,
    ORB_DEMO_EA,
    ORB_DEMO_SAVS,
    ORB_DEMO_SAMSAH,
    ORB_DEMO_MAS,
    ORB_DEMO_EAM,
    ORB_DEMO_VIE,
    ORB_DEMO_HEBERGEMENT,
    ORB_DEMO_TEMPORAIRE,
    ORB_DEMO_TEMPORAIRE_ENFANT,
    ORB_DEMO_ESRP,
    ORB_DEMO_UEROS,
    ORB_DEMO_ACCUEIL_FAMILIAL,
    ORB_DEMO_PCPE,
    ORB_DEMO_DEA,
    ORB_DEMO_PFR,
    ORB_DEMO_SSIAD,
    ORB_DEMO_SAD,
    ORB_DEMO_GEM,
    ORB_DEMO_CENTRE_RESSOURCES,
    ORB_DEMO_DAC,
    ORB_DEMO_C360,
    ORB_DEMO_MDPH,
    ORB_DEMO_HABITAT_INCLUSIF,
    ORB_DEMO_LSF,
    ORB_DEMO_LIEU_DE_VIE,
    ORB_DEMO_CHRS,
    ORB_DEMO_MANDATAIRE,
    ORB_DEMO_CAP_EMPLOI,
    ORB_DEMO_CMP,
    ORB_DEMO_CATTP,
    ORB_DEMO_MSP,
    ORB_DEMO_CENTRE_SANTE,
    ORB_DEMO_HOPITAL,
    ORB_DEMO_PMI,
    ORB_DEMO_PHARMACIE,
    ORB_DEMO_MEDECIN,
    ORB_DEMO_INFIRMIER,
    ORB_DEMO_KINE,
    ORB_DEMO_ORTHOPHONISTE,
    ORB_DEMO_PSYCHOLOGUE,
    ORB_DEMO_DENTISTE,
    ORB_DEMO_ERGO,
    ORB_DEMO_PSYCHOMOT,
    ORB_DEMO_MDA,
    ORB_DEMO_ECOUTE,
    ORB_DEMO_ECOLE,
    ORB_DEMO_COLLEGE,
    ORB_DEMO_ULIS,
    ORB_DEMO_LYCEE,
    ORB_DEMO_FORMATION,
    ORB_DEMO_SOUTIEN,
    ORB_DEMO_FRANCE_TRAVAIL,
    ORB_DEMO_MISSION_LOCALE,
    ORB_DEMO_MEDIATHEQUE,
    ORB_DEMO_GYMNASE,
    ORB_DEMO_PISCINE,
    ORB_DEMO_CLUB,
    ORB_DEMO_CINEMA,
    ORB_DEMO_CONSERVATOIRE,
    ORB_DEMO_CENTRE_SOCIAL,
    ORB_DEMO_VACANCES,
    ORB_DEMO_CRECHE,
    ORB_DEMO_LAEP,
    ORB_DEMO_LOISIRS,
    ORB_DEMO_MEDIATION,
    ORB_DEMO_FRANCE_SERVICES,
    ORB_DEMO_MAIRIE,
    ORB_DEMO_CCAS,
    ORB_DEMO_POSTE,
    ORB_DEMO_BUDGET,
    ORB_DEMO_LOGEMENT,
    ORB_DEMO_TAD,
    ORB_DEMO_TAXI,
    ORB_DEMO_REPAS,
    ORB_DEMO_DROIT,
    ORB_DEMO_JARDIN,
    ORB_DEMO_NUMERIQUE,
    ORB_DEMO_PERMANENCE_VISIO,
    ORB_DEMO_KINDS
};

extern const struct orb_demo_template orb_demo_templates[ORB_DEMO_KINDS];

#endif
