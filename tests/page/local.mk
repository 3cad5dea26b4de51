# The page in a real browser; figures by "node bench.mjs PAGE.html" in tests/page/work.
TESTS += tests/page/run.sh
EXTRA_DIST += tests/page/.npmrc tests/page/axe.mjs tests/page/bench.mjs tests/page/browser.mjs tests/page/fixture_circles.mjs \
	tests/page/fixture_data.mjs tests/page/fixture_ground.mjs tests/page/fixture_odd.mjs tests/page/fixture_page.mjs tests/page/looks.json tests/page/looks.mjs \
	tests/page/package-lock.json tests/page/package.json tests/page/random.mjs tests/page/run.mjs tests/page/run.sh \
	tests/page/states.mjs tests/page/suite_caseload.mjs tests/page/suite_columns.mjs tests/page/suite_command.mjs tests/page/suite_edges.mjs tests/page/suite_empty.mjs tests/page/suite_page.mjs tests/page/suite_paper.mjs tests/page/suite_report.mjs \
	tests/page/suite_states.mjs tests/page/suite_views.mjs tests/page/suite_words.mjs tests/page/tap.mjs

clean-local: clean-page-tests
.PHONY: clean-page-tests
clean-page-tests:
	rm -rf tests/page/work
