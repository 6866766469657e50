import fc from 'fast-check';
import { CmisError } from '../../../src/model/errors';
import { xmlReader, type XmlReading } from '../../../src/cmis/xml/reader';
import type { XmlElement } from '../../../src/cmis/xml/tree';

/** Reads a document in pieces of `size` bytes: the answer must not depend on where they are cut. */
function read(document: string | Uint8Array, reading?: XmlReading, size = 7): XmlElement {
  const bytes = typeof document === 'string' ? Buffer.from(document) : document;
  const reader = xmlReader(reading);
  for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size));
  return reader.end();
}

const codeOf = (document: string | Uint8Array, size?: number): string => {
  try {
    read(document, undefined, size);
    return 'accepted';
  } catch (error) {
    return error instanceof CmisError ? error.code : String(error);
  }
};

describe('what is read', () => {
  it.each([1, 2, 3, 64, 100_000])('resolves namespaces whatever the prefixes, in pieces of %i bytes', (size) => {
    const root = read(
      '<?xml version="1.0" encoding="UTF-8"?><!-- note --><a:x xmlns:a="urn:1" xmlns="urn:2" a:k="1" k="2">' +
        '<y z="&lt;&#65;&#x42;&amp;"/><a:y xmlns:a="urn:3">t&gt;<![CDATA[<&]]>u</a:y><y xmlns=""/></a:x>\n',
      undefined,
      size,
    );
    expect(root).toEqual({
      uri: 'urn:1',
      local: 'x',
      attributes: [
        { uri: 'urn:1', local: 'k', value: '1' },
        { uri: '', local: 'k', value: '2' },
      ],
      text: '',
      children: [
        { uri: 'urn:2', local: 'y', attributes: [{ uri: '', local: 'z', value: '<AB&' }], text: '', children: [] },
        { uri: 'urn:3', local: 'y', attributes: [], text: 't><&u', children: [] },
        { uri: '', local: 'y', attributes: [], text: '', children: [] },
      ],
    });
  });

  it('reads UTF-8 and UTF-16, with and without a byte order mark', () => {
    const text = '<a>Größe 日本 😀</a>';
    const swapped = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(text, 'utf16le'),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      swapped,
    ]) {
      expect(read(bytes, undefined, 3).text).toBe('Größe 日本 😀');
    }
  });

  it('makes one line feed of every line end', () => {
    expect(read('<a>1\r\n2\r3\n4</a>', undefined, 1).text).toBe('1\n2\n3\n4');
  });
});

describe('what is refused', () => {
  it.each([
    ['nothing', ''],
    ['white space only', '  \n'],
    ['text only', 'hello'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['CDATA after the root', '<a/><![CDATA[x]]>'],
    ['a root that is not closed', '<a><b></b>'],
    ['a wrong end tag', '<a></b>'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['a document type with entities', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['an undefined entity', '<a>&nbsp;</a>'],
    ['an entity of the parser', '<a>&constructor;</a>'],
    ['a bare ampersand', '<a>1 & 2</a>'],
    ['an entity in capitals', '<a b="&AMP;"/>'],
    ['an entity without end', '<a>&amp</a>'],
    ['an entity that goes on', `<a>&${'a'.repeat(200_000)}`],
    ['an entity that goes on in an attribute', `<a b="&${'a'.repeat(100)}`],
    ['a null character', '<a>\0</a>'],
    ['a control character', '<a b="\x01"/>'],
    ['a reference to a control character', '<a>&#1;</a>'],
    ['a reference to nothing', '<a>&#0;</a>'],
    ['half a pair', '<a>&#xD800;</a>'],
    ['< in an attribute', '<a b="<"/>'],
    [']]> in a text', '<a>]]></a>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute twice by namespace', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['an attribute without a value', '<a b/>'],
    ['an unbound prefix', '<p:a/>'],
    ['an unbound prefix of an attribute', '<a p:b="1"/>'],
    ['a prefix that Object has', '<constructor:a/>'],
    ['a prefix bound to nothing', '<a xmlns:p=""/>'],
    ['two colons', '<a:b:c xmlns:a="u"/>'],
    ['white space after <', '< a/>'],
    ['an XML declaration in the middle', '<a><?xml version="1.0"?></a>'],
    ['an XML declaration after white space', ' <?xml version="1.0"?><a/>'],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
    ['-- in a comment', '<a><!-- a -- b --></a>'],
    ['a tag without end', `<a b="${'x'.repeat(300_000)}`],
    ['101 levels', `${'<a>'.repeat(101)}${'</a>'.repeat(101)}`],
    ['many thousand attributes', `<a ${Array.from({ length: 40_000 }, (_, i) => `a${i}=""`).join(' ')}/>`],
    ['101 attributes', `<a ${Array.from({ length: 101 }, (_, i) => `a${i}=""`).join(' ')}/>`],
    ['a long value of an attribute', `<a b="${'x'.repeat(70_000)}"/>`],
    ['a long text', `<a>${'x'.repeat(1_100_000)}</a>`],
    ['much text', `<a>${`<b>${'x'.repeat(1_000_000)}</b>`.repeat(11)}</a>`],
    ['many elements', `<a>${'<b/>'.repeat(200_001)}</a>`],
  ])('%s', (_, document) => {
    const sizes = document.length > 10_000 ? [50_000] : [1, 5, 100_000];
    for (const size of sizes) expect(codeOf(document, size)).toBe('invalidArgument');
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e])],
    ['a document cut within a character', Buffer.from('<a>日</a>').subarray(0, 4)],
  ])('%s', (_, document) => {
    expect(codeOf(document)).toBe('invalidArgument');
  });

  it('says so at the first wrong character', () => {
    const reader = xmlReader();
    reader.write(Buffer.from('  <!DOC'.slice(0, 3)));
    expect(() => reader.write(Buffer.from('!D'))).toThrow(
      expect.objectContaining({ code: 'invalidArgument' }) as Error,
    );
  });
});

it('does not depend on where the pieces are cut', () => {
  const token = fc.constantFrom(
    ...[
      '<a>',
      '</a>',
      '<a b="',
      '">',
      '"',
      "'",
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?p',
      '?>',
      '<?xml version="1.0"?>',
    ],
    ...['&amp;', '&#65;', '&', ';', 'x', ' ', '<', '/>', '\r\n', '\r', 'ö', '😀', ' b="1"', "='", '<b/>', ']', '-'],
  );
  const outcome = (document: string, size: number): unknown => {
    try {
      return read(document, undefined, size);
    } catch (error) {
      return (error as CmisError).code;
    }
  };
  const documents = fc.array(token, { maxLength: 12 }).map((tokens) => `<a>${tokens.join('')}</a>`);
  fc.assert(
    fc.property(documents, fc.integer({ min: 1, max: 7 }), (document, size) => {
      expect(outcome(document, size)).toEqual(outcome(document, 1000));
    }),
    { numRuns: 3000 },
  );
});

describe('diversions', () => {
  it('takes the text of an element out of the tree, of any length', () => {
    let length = 0;
    let closed = 0;
    const reader = xmlReader({
      divert: (element) =>
        element.local === 'b'
          ? {
              write: (text) => {
                length += text.length;
              },
              close: () => {
                closed += 1;
              },
            }
          : undefined,
    });
    reader.write(Buffer.from('<a><b>'));
    for (let i = 0; i < 400; i += 1) reader.write(Buffer.alloc(65_536, 'x'));
    reader.write(Buffer.from('</b><c>1</c></a>'));
    const root = reader.end();
    expect([length, closed]).toEqual([400 * 65_536, 1]);
    expect(root.children.map(({ local, text }) => [local, text])).toEqual([
      ['b', ''],
      ['c', '1'],
    ]);
  });

  it('writes diverted markup with the namespaces that it needs', () => {
    let markup = '';
    read('<x:a xmlns:x="urn:x" xmlns="urn:d"><b> <x:c k="1&quot;">t&amp;<d/></x:c> </b></x:a>', {
      divert: (element) =>
        element.local === 'b'
          ? {
              markup: true,
              write: (text) => {
                markup += text;
              },
              close: () => undefined,
            }
          : undefined,
    });
    expect(markup).toBe('<x:c k="1&quot;" xmlns:x="urn:x" xmlns="urn:d">t&amp;<d></d></x:c>');
  });

  it('refuses elements where only text can be', () => {
    const reading: XmlReading = { divert: () => ({ write: () => undefined, close: () => undefined }) };
    expect(() => read('<a><b/></a>', reading)).toThrow(expect.objectContaining({ code: 'invalidArgument' }) as Error);
  });
});
