// « À propos »: sources and their dates, words and circles, keys, licences of what the page is made with.
import { h } from './dom.js';

export function createAbout(app) {
    const { resources, w, dialogs } = app,
        { head } = resources;
    const source = s =>
        [
            s.name,
            s.edition && w.t('edition', { edition: s.edition }),
            s.observed_on && w.t('data_of', { day: w.date(s.observed_on) }),
            s.licence,
            s.attribution,
        ]
            .filter(Boolean)
            .join(' · ');
    const keys = ['tab', 'arrows', 'enter', 'escape', 'map', 'n'];
    return () => {
        const licences = document.getElementById('licences').content.cloneNode(true);
        dialogs.open(
            w.t('about'),
            h('p', null, w.t('about_page'), ' ', w.dated('data_as_of', 'data_as_of_undated', head.reference_date)),
            h('h3', null, w.t('about_sources')),
            h(
                'ul',
                null,
                head.sources.map(s => h('li', null, source(s))),
            ),
            h('p', null, head.attribution),
            h('h3', null, w.t('about_circles')),
            h(
                'ul',
                null,
                ['C0', 'C1a', 'C1b', 'C2', 'C3', 'C4', 'INST'].map(c =>
                    h('li', null, h('strong', null, w.t(`circle_${c}`)), ' ', w.t(`circle_means_${c}`)),
                ),
            ),
            h('p', null, w.t('definitions')),
            h('h3', null, w.t('about_words')),
            h(
                'ul',
                null,
                ['to_verify', 'full', 'authorised', 'inferred', 'none'].map(key => h('li', null, w.t(`word_${key}`))),
            ),
            h('h3', null, w.t('about_keys')),
            h(
                'ul',
                null,
                keys.map(key => h('li', null, w.t(`key_${key}`))),
            ),
            h('h3', null, w.t('about_private')),
            h('p', null, w.t('about_no_request')),
            h('details', { class: 'licences' }, h('summary', null, w.t('about_licences')), licences),
        );
    };
}
