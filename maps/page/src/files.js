// What leaves the page: to the clipboard or to a file, never to a network.
import { h } from './dom.js';

const SAID_MS = 2500,
    RELEASE_MS = 30000;

export function save(name, media, text) {
    const address = URL.createObjectURL(new Blob([text], { type: `${media};charset=utf-8` })),
        link = h('a', { href: address, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), RELEASE_MS);
}

// Older browsers, and those that give no clipboard to a file.
function copyBySelection(text) {
    const holder = document.querySelector('dialog[open]') || document.body,
        area = h('textarea', { class: 'away-from-eyes', 'aria-hidden': 'true', tabindex: '-1' });
    area.value = text;
    holder.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
}

// Copies, then says so in the button that was pressed.
export async function copy(text, target, w, announce) {
    let done = false;
    try {
        await navigator.clipboard.writeText(text);
        done = true;
    } catch {
        done = copyBySelection(text);
    }
    const words = w.t(done ? 'copied' : 'copy_failed'),
        label = target.textContent;
    target.textContent = words;
    target.focus();
    announce(words);
    setTimeout(() => {
        if (target.textContent === words) target.textContent = label;
    }, SAID_MS);
}

const quoted = value => (/[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
// RFC 4180 with LF; null and undefined are empty.
export const csv = rows =>
    rows.map(row => row.map(value => quoted(value === null || value === undefined ? '' : String(value))).join(',')).join('\n') +
    '\n';
