# The French messages: "make update-po" takes the new ones from the sources, "make lint" refuses any that is not translated.
PO_FILES = po/fr.po
EXTRA_DIST += $(PO_FILES)

frmodir = $(localedir)/fr/LC_MESSAGES
frmo_DATA = po/fr/LC_MESSAGES/orbite.mo
CLEANFILES += po/fr/LC_MESSAGES/orbite.mo po/orbite.pot po/POTFILES

po/fr/LC_MESSAGES/orbite.mo: $(top_srcdir)/po/fr.po
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(MSGFMT) --check --output-file=$@ $(top_srcdir)/po/fr.po

# Every source of the library and of the commands, headers for the options they share, in byte order.
po/orbite.pot: $(liborbite_la_SOURCES) $(orbite_SOURCES) $(ORBITE_IMPORT_OGR)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	printf '%s\n' $(liborbite_la_SOURCES) $(orbite_SOURCES) $(ORBITE_IMPORT_OGR) | grep '\.[ch]$$' | LC_ALL=C sort -u > po/POTFILES && \
	$(XGETTEXT) --directory=$(top_srcdir) --files-from=po/POTFILES --output=$@ --from-code=UTF-8 \
	  --keyword= --keyword=_ --keyword=N_ --keyword=ORB_PLURAL:1,2 --add-comments=TRANSLATORS: \
	  --add-location=file --package-name=orbite --package-version= --msgid-bugs-address=none

.PHONY: update-po lint-po
update-po: po/orbite.pot
	$(MSGMERGE) --update --backup=none --no-fuzzy-matching --add-location=file --no-wrap $(top_srcdir)/po/fr.po po/orbite.pot
	$(MSGFMT) --check --statistics --output-file=/dev/null $(top_srcdir)/po/fr.po

lint-po: po/orbite.pot
	@sh $(top_srcdir)/po/check.sh po/orbite.pot $(top_srcdir)/po/fr.po

EXTRA_DIST += po/check.sh
