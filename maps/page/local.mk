# The bundle of the page: built by node into the build directory, carried by the release archive so that building from it needs no node.
PAGE_MADE_FROM = \
	maps/page/.npmrc \
	maps/page/build.mjs \
	maps/page/package-lock.json \
	maps/page/package.json \
	maps/page/caseload.css \
	maps/page/src/about.js \
	maps/page/src/basket.js \
	maps/page/src/blocks.js \
	maps/page/src/caseload/about.js \
	maps/page/src/caseload/circles.js \
	maps/page/src/caseload/filters.js \
	maps/page/src/caseload/keys.js \
	maps/page/src/caseload/list.js \
	maps/page/src/caseload/main.js \
	maps/page/src/caseload/map.js \
	maps/page/src/caseload/person.js \
	maps/page/src/caseload/persons.js \
	maps/page/src/caseload/print.js \
	maps/page/src/caseload/search.js \
	maps/page/src/caseload/sheet.js \
	maps/page/src/caseload/words_en.js \
	maps/page/src/caseload/words_fr.js \
	maps/page/src/choices.js \
	maps/page/src/circles.js \
	maps/page/src/columns.js \
	maps/page/src/criteria.js \
	maps/page/src/describe.js \
	maps/page/src/dialogs.js \
	maps/page/src/dom.js \
	maps/page/src/export.js \
	maps/page/src/fiche.js \
	maps/page/src/files.js \
	maps/page/src/filters.js \
	maps/page/src/fragment.js \
	maps/page/src/hours.js \
	maps/page/src/keyboard.js \
	maps/page/src/leaflet.js \
	maps/page/src/levers.js \
	maps/page/src/list.js \
	maps/page/src/main.js \
	maps/page/src/map.js \
	maps/page/src/map_base.js \
	maps/page/src/map_marks.js \
	maps/page/src/map_names.js \
	maps/page/src/map_rings.js \
	maps/page/src/marks.js \
	maps/page/src/one_page.js \
	maps/page/src/person.js \
	maps/page/src/print.js \
	maps/page/src/print_map.js \
	maps/page/src/report.js \
	maps/page/src/resources.js \
	maps/page/src/sentences.js \
	maps/page/src/sheet.js \
	maps/page/src/shell.js \
	maps/page/src/start.js \
	maps/page/src/state.js \
	maps/page/src/table.js \
	maps/page/src/words.js \
	maps/page/src/words/en.js \
	maps/page/src/words/fr.js \
	maps/page/style.css
PAGE_BUNDLE = \
	maps/page/bundle/app.css \
	maps/page/bundle/app.css.sha256 \
	maps/page/bundle/app.js \
	maps/page/bundle/app.js.sha256 \
	maps/page/bundle/caseload.css \
	maps/page/bundle/caseload.css.sha256 \
	maps/page/bundle/caseload.js \
	maps/page/bundle/caseload.js.sha256 \
	maps/page/bundle/licences.html \
	maps/page/bundle/made-from
EMBEDDED += maps/page/template.html maps/page/caseload.html
EMBEDDED_IF_MADE = $(PAGE_BUNDLE)
EXTRA_DIST += maps/page/README.md $(PAGE_MADE_FROM) $(PAGE_BUNDLE) build-aux/page.sh
CLEANFILES += maps/page/bundle.stamp maps/page/npm.log maps/page/bundle.log

maps/page/bundle.stamp: $(PAGE_MADE_FROM) build-aux/page.sh
	$(AM_V_GEN)$(MKDIR_P) maps/page && rm -f $@ && \
	$(SHELL) $(top_srcdir)/build-aux/page.sh '$(top_srcdir)' '$(with_page)' '$(NODE)' '$(NPM)' $(PAGE_MADE_FROM) && touch $@

# Only the release archive needs the bundle whatever happens.
$(PAGE_BUNDLE): maps/page/bundle.stamp
	@test -f $@ || { echo "page: '$@' could not be made, and the release archive needs it; see 'make page'" >&2; exit 1; }

# Make the bundle, and say why when it cannot be made.
.PHONY: page clean-page
page:
	rm -f maps/page/bundle.stamp
	$(MAKE) $(AM_MAKEFLAGS) maps/page/bundle.stamp with_page=yes
	$(MAKE) $(AM_MAKEFLAGS) all

# What came with the sources stays when they are built in place.
clean-local: clean-page
clean-page:
	rm -rf maps/page/npm
	test '$(top_srcdir)' = . || rm -rf maps/page/bundle
