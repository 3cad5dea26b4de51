// « À propos »: what the page holds, its words, its keys, where its resources come from.
import { h } from '../dom.js';

export function createAbout(app) {
    const { w, caseload, dialogs, resources } = app,
        { head } = resources;
    const list = items => h('ul', null, items.map(item => h('li', null, item)));
    const source = s => [s.name, s.edition && w.t('edition', { edition: s.edition }), s.licence, s.attribution].filter(Boolean).join(' · ');
    return () => {
        const licences = document.getElementById('licences').content.cloneNode(true);
        dialogs.open(
            w.t('about'),
            h('p', null, w.t('about_team'), ' ', w.dated('data_as_of', 'data_as_of_undated', head.reference_date)),
            h('h3', null, w.t('about_levels')),
            list(caseload.words.level.map((level, k) => w.t(`level_means_${k}`, { level }))),
            h('h3', null, w.t('about_order')),
            list(['order_is', 'times_are', 'isolation_is', 'change_is'].map(key => w.t(key))),
            h('h3', null, w.t('about_circles')),
            list(['C0', 'C1a', 'C1b', 'C2', 'C3', 'C4'].map(c => [h('strong', null, w.t(`circle_${c}`)), ' ', w.t(`circle_means_${c}`)])),
            h('h3', null, w.t('about_keys')),
            list(['key_list', 'key_back', 'key_next'].map(key => w.t(key))),
            h('h3', null, w.t('about_sources')),
            list(head.sources.map(source)),
            h('p', null, head.attribution),
            h('details', { class: 'licences' }, h('summary', null, w.t('about_licences')), licences),
        );
    };
}
