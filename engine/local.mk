EXTRA_DIST += engine/catalogue/README.md engine/linkage/README.md engine/match/README.md engine/model/README.md engine/quality/README.md engine/router/README.md engine/store/README.md engine/vault/README.md
include engine/base/local.mk
include engine/geo/local.mk
include engine/net/local.mk
include engine/model/local.mk
include engine/catalogue/local.mk
include engine/travel/local.mk
include engine/match/local.mk
include engine/planning/local.mk
include engine/cohort/local.mk
include engine/linkage/local.mk
include engine/geocode/local.mk
include engine/router/local.mk
include engine/quality/local.mk
include engine/store/local.mk
include engine/vault/local.mk
include engine/vocabulary/local.mk
