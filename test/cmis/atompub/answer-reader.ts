/** Reads answers with a parser that the server does not use: what only our own reader understands is not XML. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { XmlAttribute, XmlElement } from '../../../src/cmis/xml/tree';

/** In the order of the document: one member with the name and the children, or `#text`; attributes under `:@`. */
type Node = Readonly<Record<string, unknown>>;
type Prefixes = Readonly<Record<string, string>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  // Numeric references, too.
  htmlEntities: true,
});

/** The root element. @throws Error when the text is not well formed. */
export function readAnswer(text: string): XmlElement {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`What was answered is no XML: ${valid.err.msg} at line ${valid.err.line}.`);
  const root = (parser.parse(text) as readonly Node[]).find((node) => !('#text' in node));
  if (!root) throw new Error('What was answered has no root element.');
  return elementOf(root, { xml: 'http://www.w3.org/XML/1998/namespace' });
}

function elementOf(node: Node, outer: Prefixes): XmlElement {
  const [tag = ''] = Object.keys(node).filter((key) => key !== ':@');
  const written = Object.entries((node[':@'] ?? {}) as Readonly<Record<string, string>>);
  const prefixes = { ...outer, ...Object.fromEntries(written.flatMap(declared)) };
  const nodes = node[tag] as readonly Node[];
  return {
    ...nameOf(tag, prefixes, prefixes[''] ?? ''),
    attributes: written
      .filter((attribute) => declared(attribute).length === 0)
      .map(([name, value]): XmlAttribute => ({ ...nameOf(name, prefixes, ''), value })),
    children: nodes.filter((child) => !('#text' in child)).map((child) => elementOf(child, prefixes)),
    text: nodes.flatMap((child) => ('#text' in child ? [String(child['#text'])] : [])).join(''),
  };
}

/** The prefix that an attribute declares, with its namespace. */
function declared([name, value]: readonly [string, string]): readonly (readonly [string, string])[] {
  if (name === 'xmlns') return [['', value]];
  return name.startsWith('xmlns:') ? [[name.slice(6), value]] : [];
}

function nameOf(name: string, prefixes: Prefixes, none: string): { readonly uri: string; readonly local: string } {
  const [prefix, local] = name.split(':');
  if (prefix === undefined || local === undefined) return { uri: none, local: name };
  const uri = prefixes[prefix];
  if (uri === undefined) throw new Error(`The prefix of '${name}' is not declared.`);
  return { uri, local };
}
