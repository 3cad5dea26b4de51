/* Colours of the concentric map: at least 5.5:1 on white. */
#include "maps/circle_style.h"

#include "engine/vocabulary/vocabulary.h"

const struct orb_circle_style orb_circle_styles[ORB_CIRCLES] = {
    [ORB_CIRCLE_C0] = { 0x12355B, "Circle" },
    [ORB_CIRCLE_C1A] = { 0xB5460F, "Default" },
    [ORB_CIRCLE_C1B] = { 0xB5460F, "Default" },
    [ORB_CIRCLE_C2] = { 0x00735C, "Drop" },
    [ORB_CIRCLE_C3] = { 0x7A5195, "Ball" },
    [ORB_CIRCLE_C4] = { 0x3C4A5E, "Ball" },
    [ORB_CIRCLE_INST] = { 0x3C4A5E, "LargeCircle" },
};

const char *orb_circle_title(struct orb_vocabulary *vocabulary, unsigned circle,
                             bool french)
{
    const char *code = orb_circle_names[circle];
    const char *label =
        orb_vocabulary_label(vocabulary, "cercles", code, french ? "fr" : "en");

    return label == NULL ? code
                         : orb_arena_printf(&vocabulary->arena, "%s – %s", code, label);
}
