/** An element of a report. `text` is that directly within it, with CDATA and entities opened. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const token =
  /<!\[CDATA\[([^]*?)\]\]>|<!--[^]*?-->|<\?[^]*?\?>|<!DOCTYPE[^[>]*(?:\[[^\]]*\])?\s*>|<(\/?)([\w:.-]{1,128})((?:\s+[\w:.-]{1,128}\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const maxDepth = 32;
/** A report of 16 MB has some 300,000. */
const maxElements = 500_000;
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The root element of a document, or undefined when it is not well formed. A DTD is skipped, never loaded, and no entity but the five
 * of XML and character numbers is known, so that a document cannot reach out or grow.
 */
export function readXml(text: string): XmlElement | undefined {
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  let elements = 0;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (found === null) return undefined;
    const [, cdata, closing, name = '', attributes = '', empty, words] = found;
    const inside = open[open.length - 1]!;
    if (cdata !== undefined) inside.text += cdata;
    else if (words !== undefined) inside.text += opened(words);
    else if (closing === '/') {
      if (open.length < 2 || open.pop()!.name !== name) return undefined;
    } else if (name !== '') {
      const element = { name, attributes: attributesIn(attributes), children: [], text: '' };
      inside.children.push(element);
      if (empty !== '/') open.push(element);
      if (open.length > maxDepth || ++elements > maxElements) return undefined;
    }
  }
  return open.length === 1 ? top.children[0] : undefined;
}

function attributesIn(text: string): Record<string, string> {
  const pairs = [...text.matchAll(attribute)].map(([, name = '', double, single]): [string, string] => [
    name,
    opened(double ?? single ?? ''),
  ]);
  return Object.fromEntries(pairs.filter(([name]) => !reserved.has(name)));
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function opened(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()]!;
    const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

export const childrenNamed = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

/** Texts of the children that hold no elements, by name; several of one name are joined with commas. */
export function textsOf(element: XmlElement): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { name, text, children } of element.children) {
    if (children.length > 0 || reserved.has(name)) continue;
    texts[name] = Object.hasOwn(texts, name) ? `${texts[name]},${text.trim()}` : text.trim();
  }
  return texts;
}
