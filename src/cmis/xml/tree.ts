/** What is read of a document: elements by namespace and local name, whatever prefixes the client uses. */

export interface XmlAttribute {
  /** Empty: no namespace. */
  readonly uri: string;
  readonly local: string;
  readonly value: string;
}

export interface XmlElement {
  /** Empty: no namespace. */
  readonly uri: string;
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** All text directly in it, joined; white space between elements included. */
  readonly text: string;
}

export const isNamed = (element: XmlElement, uri: string, local: string): boolean =>
  element.local === local && element.uri === uri;

/** The first child of that name. */
export const child = (parent: XmlElement | undefined, uri: string, local: string): XmlElement | undefined =>
  parent?.children.find((element) => isNamed(element, uri, local));

export const childrenNamed = (parent: XmlElement | undefined, uri: string, local: string): readonly XmlElement[] =>
  parent?.children.filter((element) => isNamed(element, uri, local)) ?? [];

/** The text of the first child of that name; undefined when there is none. */
export const childText = (parent: XmlElement | undefined, uri: string, local: string): string | undefined =>
  child(parent, uri, local)?.text;

/** Value of an attribute without a namespace, or of one in `uri`. */
export const attribute = (element: XmlElement, local: string, uri = ''): string | undefined =>
  element.attributes.find((candidate) => candidate.local === local && candidate.uri === uri)?.value;

/** All text in an element and in what is below it. */
export const deepText = (element: XmlElement): string =>
  element.text + element.children.map((below) => deepText(below)).join('');
