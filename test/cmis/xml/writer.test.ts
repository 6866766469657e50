import fc from 'fast-check';
import { xmlReader } from '../../../src/cmis/xml/reader';
import { escapeXml } from '../../../src/cmis/xml/writer';

describe('texts in XML', () => {
  it.each([
    ['plain', 'plain'],
    [`<a b="c">'&amp;`, `&lt;a b=&quot;c&quot;&gt;'&amp;amp;`],
    ['tab\tline\nreturn\r', 'tab&#9;line&#10;return&#13;'],
    ['\0\x1f\ufffe\uffff', '\ufffd\ufffd\ufffd\ufffd'],
    ['\x7f\x85', '\x7f\x85'],
    ['😀 \ud800 \udc00', '😀 \ufffd \ufffd'],
  ])('escapes %j', (text, escaped) => {
    expect(escapeXml(text)).toBe(escaped);
  });

  it('come back as they were, in elements and in attributes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const possible = text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
        const reader = xmlReader();
        reader.write(Buffer.from(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`));
        const root = reader.end();
        expect([root.text, root.attributes[0]?.value]).toEqual([possible, possible]);
      }),
    );
  });
});
