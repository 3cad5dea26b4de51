// Makes elements. Text is always text: no markup is made from data.
const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
        if (value === null || value === undefined || value === false) continue;
        if (typeof value === 'function') node.addEventListener(name, value);
        else node.setAttribute(name, value === true ? '' : value);
    }
    for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) node.append(child);
    return node;
}

export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// Puts these in place of what an element holds; what is nothing is left out.
export const put = (element, ...children) =>
    element.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));

// A button that does something: never submits anything.
export const button = (label, click, attributes) => h('button', { type: 'button', click, ...attributes }, label);
