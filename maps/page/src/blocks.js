// Takes the blocks of data off the page: base64 of zlib of one JSON document.
import { unzlibSync } from 'fflate';
import { fromBase64 } from './columns.js';

// The document of a block, which is then taken off the page; null when there is none.
export function readBlock(id) {
    const block = document.getElementById(id),
        text = block ? block.textContent.trim() : '';
    if (block) block.remove();
    return text ? JSON.parse(new TextDecoder().decode(unzlibSync(fromBase64(text)))) : null;
}
