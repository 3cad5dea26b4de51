/* One word for one state, the same on every sheet. */
#include "maps/case_words.h"

#include "engine/base/text.h"

const char *orb_phase_words(enum orb_phase phase)
{
    static const char *const words[ORB_PHASES] = {
        N_("unknown"),     N_("reception"),  N_("assessment"), N_("planning"),
        N_("carried out"), N_("evaluation"), N_("way out"),    N_("readjustment"),
    };

    return _(words[phase]);
}

const char *orb_step_words(enum orb_step_state state)
{
    static const char *const words[ORB_STEP_STATES] = {
        N_("state unknown"), N_("to do"), N_("under way"), N_("done"), N_("dropped"),
    };

    return _(words[state]);
}

const char *orb_expressed_words(enum orb_expressed expressed)
{
    static const char *const words[] = { N_("by the person"), N_("with the person"),
                                         N_("for the person, by a representative") };

    return _(words[expressed]);
}
