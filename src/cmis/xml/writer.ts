/** Writing XML: the writers of each noun put markup together, and every text of others passes `escapeXml`. */

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

// What XML gives a meaning, normalises away or does not have at all. Halves of pairs are looked at again when found.
const SUSPECT = /[&<>"\p{Cc}\p{Cs}\ufffe\uffff]/u;
const ESCAPED = /[&<>"\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** A text for an element or an attribute in double quotes; characters that XML does not have become U+FFFD. */
export function escapeXml(text: string): string {
  return SUSPECT.test(text) ? text.replace(ESCAPED, escaped) : text;
}

function escaped(character: string): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    case '\t':
      return '&#9;';
    case '\n':
      return '&#10;';
    case '\r':
      return '&#13;';
    default:
      // Controls from U+007F on are allowed, those below are not.
      return character >= '\x7f' && character <= '\x9f' ? character : '\ufffd';
  }
}

/** `<name>text</name>`; `name` with its prefix. */
export const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;

/** As `element`, nothing for undefined. */
export const optional = (name: string, text: string | undefined): string =>
  text === undefined ? '' : element(name, text);

export const flag = (name: string, value: boolean): string => `<${name}>${value}</${name}>`;
