// The dialogs over the page: one at a time, closed by Escape, focus back where it was.
import { button, h, put } from './dom.js';

export function createDialogs(app) {
    const { w } = app,
        element = h('dialog', { id: 'dialog', class: 'modal', 'aria-labelledby': 'dialog-title' });
    let back = null;
    element.addEventListener('close', () => {
        element.replaceChildren();
        if (back && back.isConnected) back.focus();
        back = null;
    });
    return {
        element,
        open(title, ...content) {
            back = back || document.activeElement;
            put(
                element,
                app.banner(),
                h(
                    'div',
                    { class: 'modal-head' },
                    h('h2', { id: 'dialog-title', tabindex: '-1' }, title),
                    button('✕', () => element.close(), { class: 'close', 'aria-label': w.t('close') }),
                ),
                h('div', { class: 'modal-body' }, ...content),
            );
            if (!element.open) element.showModal();
            element.querySelector('h2').focus();
        },
        close: () => element.close(),
        isOpen: () => element.open,
    };
}

// A text to take away: shown, copied, saved.
export function textBox(app, { id, label, name, media, make }) {
    const { w } = app,
        area = h('textarea', { id, readonly: true, rows: '5', spellcheck: 'false' });
    const refresh = () => {
        area.value = make();
    };
    refresh();
    return {
        refresh,
        element: h(
            'div',
            { class: 'take' },
            h('label', { for: id }, label),
            area,
            h(
                'p',
                { class: 'actions' },
                button(w.t('copy'), event => app.copy(area.value, event.target), { class: 'act' }),
                button(w.t('save_file'), () => app.save(name, media, area.value), { class: 'act second' }),
            ),
        ),
    };
}
