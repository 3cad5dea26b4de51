// Keys and presses on the list: everything that a mouse does, keys do.
function move(rows, current, key) {
    const at = rows.indexOf(current),
        last = rows.length - 1,
        next = key === 'Home' ? 0 : key === 'End' ? last : at + (key === 'ArrowDown' ? 1 : -1);
    return rows[Math.max(0, Math.min(last, next))];
}

function rowKeys(event) {
    if (!/^(ArrowUp|ArrowDown|Home|End)$/.test(event.key)) return;
    event.preventDefault();
    const rows = [...document.querySelectorAll('#rows .row')],
        more = document.querySelector('#list > .more');
    if (event.key === 'ArrowDown' && event.target === rows[rows.length - 1] && !more.hidden) more.click();
    else move(rows, event.target, event.key).focus();
}

const typing = element => element.matches('input, select, textarea');

export function listenKeys(app) {
    const { list } = app.views,
        beside = way => {
            const other = list.beside(app.store.get().selected, way);
            if (other >= 0) app.select(other);
        };
    document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.metaKey || event.altKey || app.dialogs.isOpen()) return;
        const open = app.store.get().selected >= 0;
        if (event.key === 'Escape' && open) {
            event.preventDefault();
            app.close();
        } else if (event.target.matches('.row')) rowKeys(event);
        else if (open && !typing(event.target) && event.key.toLowerCase() === 'p') beside(-1);
        else if (open && !typing(event.target) && event.key.toLowerCase() === 's') beside(1);
    });
    list.element.addEventListener('click', event => {
        const row = event.target.closest('.row');
        if (row) app.select(+row.dataset.person);
    });
}
