#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/embedded.h"
#include "engine/vocabulary/vocabulary.h"

/* Up to three lists in which a key may be found. */
static const struct {
    const char *name;
    const char *from[3];
    const char *to[3];
} crosswalks[] = {
    { "datainclusion_cercle_defaut", { "datainclusion_publics" }, { "cercles" } },
    { "datainclusion_mode_modalite", { "datainclusion_modes_accueil" }, { "modalites" } },
    { "modalite_datainclusion_mode", { "modalites" }, { "datainclusion_modes_accueil" } },
    { "datainclusion_public_groupe", { "datainclusion_publics" }, { "groupes_publics" } },
    { "finess_cercle_defaut", { "finess_categories" }, { "cercles" } },
    { "finess_engagement_groupe", { "finess_engagements" }, { "groupes_publics" } },
    { "finess_engagement_loubat", { "finess_engagements" }, { "loubat_familles" } },
    { "finess_loubat", { "finess_categories" }, { "loubat_familles" } },
    { "finess_mode_modalite", { "finess_modes_fonctionnement" }, { "modalites" } },
    { "finess_public_associes", { "finess_publics" }, { "troubles_associes" } },
    { "finess_public_groupe", { "finess_publics" }, { "groupes_publics" } },
    { "hsds_location_modalite", { "hsds_location_types" }, { "modalites" } },
    { "loubat_bpe", { "loubat_familles" }, { "bpe_typequ" } },
    { "loubat_datainclusion", { "loubat_familles" }, { "datainclusion_thematiques" } },
    { "loubat_osm", { "loubat_familles" }, { "osm_tags" } },
    { "loubat_serafin_prestations",
      { "loubat_familles" },
      { "serafin_prestations_directes", "serafin_prestations_indirectes" } },
    { "mdph_engagement", { "mdph_droits_prestations" }, { "finess_engagements" } },
    { "mdph_finess", { "mdph_droits_prestations" }, { "finess_categories" } },
    { "osm_cercle_defaut", { "osm_tags" }, { "cercles" } },
    { "osm_public_groupe", { "osm_tags" }, { "groupes_publics" } },
    { "projetvie_loubat", { "projet_de_vie_domaines" }, { "loubat_familles" } },
    { "projetvie_serafin_besoins", { "projet_de_vie_domaines" }, { "serafin_besoins" } },
    { "serafin_besoins_prestations",
      { "serafin_besoins" },
      { "serafin_prestations_directes" } },
};

static int is_crosswalk(const char *file)
{
    for (size_t i = 0; i < sizeof crosswalks / sizeof crosswalks[0]; i++) {
        size_t len = strlen(crosswalks[i].name);

        if (strncmp(file, crosswalks[i].name, len) == 0 && strcmp(file + len, ".csv") == 0)
            return 1;
    }
    return 0;
}

static int known(struct orb_vocabulary *v, const char *const names[3], const char *code)
{
    for (size_t i = 0; i < 3 && names[i] != NULL; i++) {
        const struct orb_term_list *list = NULL;

        assert_int_equal(orb_vocabulary_terms(v, names[i], &list, NULL), ORB_OK);
        if (orb_term_find(list, code) != NULL)
            return 1;
    }
    return 0;
}

static void every_key_of_every_crosswalk_exists_in_its_list(void **state)
{
    struct orb_vocabulary v = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof crosswalks / sizeof crosswalks[0]; i++) {
        const struct orb_link_list *list = NULL;

        assert_int_equal(orb_vocabulary_links(&v, crosswalks[i].name, &list, NULL), ORB_OK);
        assert_true(list->count > 0);
        for (size_t j = 0; j < list->count; j++) {
            if (!known(&v, crosswalks[i].from, list->links[j].from))
                fail_msg("%s: orphan '%s'", crosswalks[i].name, list->links[j].from);
            if (!known(&v, crosswalks[i].to, list->links[j].to))
                fail_msg("%s: orphan '%s'", crosswalks[i].name, list->links[j].to);
        }
    }
    orb_vocabulary_release(&v);
}

static void lists_have_unique_codes_with_a_source_and_a_licence(void **state)
{
    static const char folder[] = "engine/vocabulary/";
    struct orb_vocabulary v = { 0 };
    size_t lists = 0;

    (void)state;
    for (const struct orb_embedded_file *f = orb_embedded_files; f->name != NULL; f++) {
        const struct orb_term_list *list = NULL;
        char name[100] = "";
        size_t len = strlen(f->name);

        if (strncmp(f->name, folder, sizeof folder - 1) != 0 ||
            is_crosswalk(f->name + sizeof folder - 1))
            continue;
        memcpy(name, f->name + sizeof folder - 1, len - 4 - (sizeof folder - 1));
        assert_int_equal(orb_vocabulary_terms(&v, name, &list, NULL), ORB_OK);
        lists++;
        for (size_t i = 0; i < list->count; i++) {
            const struct orb_term *t = &list->terms[i];

            if (t->source[0] == '\0' || t->licence[0] == '\0' || t->status[0] == '\0')
                fail_msg("%s: '%s' has no source, licence or status", name, t->code);
            if (i > 0 && strcmp(t->code, list->terms[i - 1].code) == 0)
                fail_msg("%s: '%s' twice", name, t->code);
            if (t->parent[0] == 'L' && strcmp(name, "loubat_familles") == 0)
                assert_non_null(orb_term_find(list, t->parent));
        }
    }
    assert_true(lists >= 17);
    orb_vocabulary_release(&v);
}

static void links_keep_the_order_of_the_file(void **state)
{
    static const char *const families[] = { "L4.1", "L1.2", "L7.2", "L2.2" };
    struct orb_vocabulary v = { 0 };
    const struct orb_link_list *list = NULL;
    const struct orb_link *link;
    size_t count;

    (void)state;
    assert_int_equal(orb_vocabulary_links(&v, "finess_loubat", &list, NULL), ORB_OK);
    link = orb_link_find(list, "182", &count);
    assert_true(count >= 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(link[i].to, families[i]);
    assert_string_equal(link[0].relation, "primary");
    assert_null(orb_link_find(list, "000", &count));
    assert_int_equal(count, 0);
    orb_vocabulary_release(&v);
}

static void a_label_falls_back_on_the_other_language(void **state)
{
    struct orb_vocabulary v = { 0 };

    (void)state;
    assert_string_equal(orb_vocabulary_label(&v, "groupes_publics", "TSA", "en"),
                        "Autism spectrum disorders");
    assert_string_equal(orb_vocabulary_label(&v, "groupes_publics", "TSA", "fr"),
                        "Troubles du spectre de l’autisme");
    assert_string_equal(orb_vocabulary_label(&v, "capacite_statuts", "09", "en"),
                        "Autorisé");
    assert_null(orb_vocabulary_label(&v, "capacite_statuts", "77", "fr"));
    assert_null(orb_vocabulary_label(&v, "no_such_list", "77", "fr"));
    assert_null(orb_vocabulary_label(&v, "finess_categories", NULL, "fr"));
    orb_vocabulary_release(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_of_every_crosswalk_exists_in_its_list),
        cmocka_unit_test(lists_have_unique_codes_with_a_source_and_a_licence),
        cmocka_unit_test(links_keep_the_order_of_the_file),
        cmocka_unit_test(a_label_falls_back_on_the_other_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
