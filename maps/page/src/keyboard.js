// Keys and presses on the list and the tabs: everything that a mouse does, keys do.
const STEPS = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 };

function move(items, current, key) {
    const at = items.indexOf(current),
        last = items.length - 1;
    const next = key === 'Home' ? 0 : key === 'End' ? last : at + STEPS[key];
    return items[Math.max(0, Math.min(last, next))];
}

function tabKeys(event, app) {
    if (!/^(ArrowLeft|ArrowRight|Home|End)$/.test(event.key)) return;
    event.preventDefault();
    const tabs = [...document.querySelectorAll('[role=tab]')],
        at = tabs.indexOf(event.target);
    const next =
        event.key === 'Home' || event.key === 'End'
            ? move(tabs, event.target, event.key)
            : tabs[(at + STEPS[event.key] + tabs.length) % tabs.length];
    next.focus();
    app.store.set({ view: next.dataset.view });
}

function rowKeys(event) {
    if (!/^(ArrowUp|ArrowDown|Home|End)$/.test(event.key)) return;
    event.preventDefault();
    const rows = [...document.querySelectorAll('#rows .row')],
        more = document.querySelector('#list > .more:last-child');
    if (event.key === 'ArrowDown' && event.target === rows[rows.length - 1] && !more.hidden) more.click();
    else move(rows, event.target, event.key).focus();
}

export function listenKeys(app) {
    const { list, map } = app.views;
    document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === 'Escape' && app.views.fiche.isOpen() && !app.dialogs.isOpen()) {
            event.preventDefault();
            app.closeFiche();
        } else if (event.target.matches('[role=tab]')) tabKeys(event, app);
        else if (event.target.matches('.row')) rowKeys(event);
        else if (event.key.toLowerCase() === 'n' && map.element.contains(event.target)) app.listView(true);
    });
    list.element.addEventListener('click', event => {
        const row = event.target.closest('.row');
        if (row) app.select(+row.dataset.row);
    });
    // A line under the pointer or the focus rings its mark in the other views.
    const point = event => {
        const row = event.target.closest('li') && event.target.closest('li').querySelector('.row');
        app.hover(row ? +row.dataset.row : -1);
    };
    list.element.addEventListener('mouseover', point);
    list.element.addEventListener('focusin', point);
    list.element.addEventListener('mouseleave', () => app.hover(-1));
    list.element.addEventListener('focusout', () => app.hover(-1));
}
