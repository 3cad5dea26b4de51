/* A look around without what closes; the best class, then the least minutes, then the id.
 */
#include "engine/cohort/instead.h"

#include <math.h>

#include "engine/cohort/triage_parts.h"
#include "engine/match/standing.h"
#include "engine/match/survey.h"

struct looker {
    struct orb_survey survey;
    const struct orb_instead_question *question;
    struct orb_instead *out;
    uint32_t rank[ORB_PERSON_MAX_NEEDS];
};

static int64_t minutes_key(double minutes)
{
    return isnan(minutes) ? ORB_KEY_UNKNOWN : orb_key(minutes);
}

static bool comes_before(const struct orb_sighting *s, const struct orb_instead *kept,
                         uint32_t rank)
{
    int64_t mine = minutes_key(s->place.minutes);
    int64_t theirs = minutes_key(kept->minutes);

    if (kept->offer == ORB_CAT_NONE)
        return true;
    if (s->class_ != kept->class_)
        return s->class_ < kept->class_;
    return mine != theirs ? mine < theirs : s->member->id_rank < rank;
}

static bool visit(struct orb_survey *survey, const struct orb_sighting *s)
{
    struct looker *l = (struct looker *)survey;
    const struct orb_instead_question *q = l->question;
    uint32_t offer = s->member->offer;

    if (s->class_ > ORB_TO_VERIFY || (q->closed[offer / 64] >> (offer % 64) & 1) != 0 ||
        orb_waits_more(s->member, q->profile->cohort.wait_max_days))
        return true;
    for (uint32_t i = 0; i < q->person->need_count; i++) {
        if ((s->needs >> i & 1) == 0 || !comes_before(s, &l->out[i], l->rank[i]))
            continue;
        l->out[i] = (struct orb_instead){ offer, s->class_, s->place.minutes };
        l->rank[i] = s->member->id_rank;
    }
    return true;
}

enum orb_status orb_instead_find(struct orb_matcher *matcher,
                                 const struct orb_instead_question *question,
                                 struct orb_instead *out, struct orb_error *err)
{
    struct looker l = { .survey = { .near = true, .visit = visit },
                        .question = question,
                        .out = out };
    uint32_t count = question->person->need_count;
    enum orb_status status =
        orb_matcher_stand(matcher, question->person, question->options, err);

    for (uint32_t i = 0; i < count; i++)
        out[i] = (struct orb_instead){ ORB_CAT_NONE, ORB_EXCLUDED, NAN };
    l.survey.needs =
        count == ORB_PERSON_MAX_NEEDS ? UINT64_MAX : (UINT64_C(1) << count) - 1;
    return status == ORB_OK ? orb_matcher_survey(matcher, &l.survey, err) : status;
}
