EMBEDDED += engine/match/profile-default.json
liborbite_la_SOURCES += engine/match/alike.c engine/match/apart.c engine/match/bundle.c engine/match/bundle.h engine/match/bundle_anywhere.c engine/match/bundle_complete.c engine/match/bundle_complete.h engine/match/bundle_fill.c engine/match/bundle_tell.c engine/match/circle.c engine/match/enter.c engine/match/entries.c \
	engine/match/evaluate.c \
	engine/match/facts.c engine/match/kinds.c engine/match/linked.c engine/match/marks.c engine/match/marks.h engine/match/match.c engine/match/place.c engine/match/query.c \
	engine/match/query.h engine/match/rank.c engine/match/reach.c engine/match/facts.h engine/match/lines.h engine/match/obstacles.c engine/match/search.h engine/match/seen.c engine/match/reason.c engine/match/score.c engine/match/search.c engine/match/sides.c engine/match/sides.h engine/match/sides_first.c engine/match/sides_kinds.c engine/match/sides_rows.c engine/match/specials.c engine/match/standing.c engine/match/view.c engine/match/tiles.c engine/match/tiles.h engine/match/walk.c \
	engine/match/verdict.c \
	engine/match/criterion/criterion.h \
	engine/match/criterion/criterion_accessibility.c engine/match/criterion/criterion_coverage.c \
	engine/match/criterion/criterion_expertise.c engine/match/criterion/criterion_history.c \
	engine/match/criterion/criterion_inclusion.c engine/match/criterion/criterion_relation.c \
	engine/match/criterion/criterion_travel.c engine/match/criterion/criterion_waiting.c \
	engine/match/rule/rule.h engine/match/rule/rules.c \
	engine/match/rule/rule_accessibility.c engine/match/rule/rule_age.c \
	engine/match/rule/rule_associated.c engine/match/rule/rule_carers_only.c \
	engine/match/rule/rule_closed.c engine/match/rule/rule_deadline.c \
	engine/match/rule/rule_duplicate.c engine/match/rule/rule_institution.c \
	engine/match/rule/rule_language.c engine/match/rule/rule_modality.c \
	engine/match/rule/rule_no_need.c engine/match/rule/rule_open.c \
	engine/match/rule/rule_orientation.c engine/match/rule/rule_place.c \
	engine/match/rule/rule_public.c engine/match/rule/rule_refused.c
nobase_orbite_HEADERS += engine/match/circle.h engine/match/match.h engine/match/reason.h engine/match/standing.h
liborbite_la_SOURCES += engine/match/survey.c engine/match/survey_coordination.c engine/match/sighting.h \
	engine/match/blocks.c engine/match/blocks.h engine/match/census.c engine/match/census.h engine/match/census_parts.c \
	engine/match/bands.c engine/match/bands.h engine/match/columns.c engine/match/columns.h engine/match/eligible.c engine/match/masks.c engine/match/masks.h \
	engine/match/totals.c engine/match/totals.h engine/match/classes.c \
	engine/match/totals_parts.c engine/match/totals_parts.h engine/match/totals_stands.c engine/match/variants.c engine/match/variants.h
nobase_orbite_HEADERS += engine/match/survey.h
