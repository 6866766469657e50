import fc from 'fast-check';
import { dateTimeOfText, dateTimeText, decimalText, scalarOfText } from '../../../src/cmis/xml/lexical';
import type { PropertyType } from '../../../src/model/property-definition';

describe('values as XML Schema has them', () => {
  it.each<[PropertyType, string, unknown]>([
    ['boolean', 'true', true],
    ['boolean', ' 1 ', true],
    ['boolean', '0', false],
    ['integer', '+007', 7],
    ['integer', '-0', 0],
    ['integer', '\n9007199254740991 ', 9007199254740991],
    ['decimal', '-.5', -0.5],
    ['decimal', '3.', 3],
    ['decimal', '1E+3', 1000],
    ['datetime', '1970-01-01T00:00:00Z', 0],
    ['datetime', '1970-01-01T00:00:00.0019', 1],
    ['datetime', '2024-02-29T24:00:00+01:30', Date.UTC(2024, 1, 29, 22, 30)],
    ['datetime', '-0044-03-15T12:00:00-14:00', Date.parse('-000044-03-16T02:00:00Z')],
    ['datetime', '12024-01-01T00:00:00Z', Date.parse('+012024-01-01T00:00:00Z')],
    ['string', ' a ', ' a '],
    ['html', '\n<b/>', '\n<b/>'],
    ['id', ' a b\n', 'a b'],
    ['uri', ' urn:x ', 'urn:x'],
    ['id', '', ''],
  ])('reads %s %p as %p', (type, text, value) => {
    expect(scalarOfText(text, type, 'p')).toBe(value);
  });

  it.each<[PropertyType, string, string]>([
    ['boolean', 'yes', 'invalidArgument'],
    ['boolean', '', 'invalidArgument'],
    ['integer', '1.0', 'invalidArgument'],
    ['integer', '0x10', 'invalidArgument'],
    ['integer', '9007199254740992', 'constraint'],
    ['decimal', 'NaN', 'invalidArgument'],
    ['decimal', '1e999', 'constraint'],
    ['datetime', '2023-02-29T00:00:00Z', 'invalidArgument'],
    ['datetime', '2023-01-01T24:00:01Z', 'invalidArgument'],
    ['datetime', '2023-01-01T00:60:00Z', 'invalidArgument'],
    ['datetime', '2023-01-01', 'invalidArgument'],
    ['datetime', '2023-01-01T00:00:00+15:00', 'invalidArgument'],
    ['datetime', '999999-01-01T00:00:00Z', 'constraint'],
  ])('refuses %s %p with %s', (type, text, code) => {
    expect(() => scalarOfText(text, type, 'p')).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('writes dates that it reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (milliseconds) => {
        const text = dateTimeText(milliseconds);
        expect(text).toMatch(/^-?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(dateTimeOfText(text)).toBe(milliseconds);
      }),
    );
  });

  it('writes decimals without exponents and reads them back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = decimalText(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(scalarOfText(text, 'decimal', 'p')).toBe(value + 0);
      }),
    );
  });
});
