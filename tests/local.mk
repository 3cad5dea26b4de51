# Each suite lists its programs here.
if HAVE_CMOCKA
include tests/unit/local.mk
endif
