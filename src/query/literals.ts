import { invalidArgument } from '../model/errors';
import type { Scalar } from '../model/properties';
import type { PropertyDefinition, PropertyType } from '../model/property-definition';
import type { Literal } from './ast';

const KINDS: Readonly<Record<PropertyType, Literal['kind']>> = {
  string: 'string',
  id: 'string',
  uri: 'string',
  html: 'string',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  datetime: 'timestamp',
};

/**
 * The literal as a value of the property's data type. A string will do for a datetime, as Alfresco's clients write it.
 * @throws CmisError `invalidArgument` when it is a literal of another type, or no date.
 */
export function literalValue(property: PropertyDefinition, literal: Literal): Scalar {
  const wanted = KINDS[property.propertyType];
  if (wanted === 'timestamp' && (literal.kind === 'timestamp' || literal.kind === 'string')) {
    return parseTimestamp(literal.value);
  }
  if (literal.kind !== wanted) {
    throw invalidArgument(
      `'${String(literal.value)}' is a ${literal.kind}; the column '${property.queryName}' is of type ${property.propertyType}.`,
    );
  }
  return literal.value;
}

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/i;

/**
 * Milliseconds since 1970 of `YYYY-MM-DDThh:mm:ss.sss` with the zone `Z` or `±hh:mm`, the year 0000 and any number of
 * digits of the second included; what is finer than a millisecond is dropped.
 * @throws CmisError `invalidArgument`.
 */
export function parseTimestamp(text: string): number {
  const match = TIMESTAMP.exec(text);
  if (!match) {
    throw invalidArgument(`'${text}' is not a timestamp of the form YYYY-MM-DDThh:mm:ss.sss with Z or ±hh:mm.`);
  }
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour = '0', zoneMinute = '0'] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second), Number(fraction.slice(0, 3).padEnd(3, '0')));
  const reads = `${date.getUTCMonth() + 1}-${date.getUTCDate()}T${date.getUTCHours()}:${date.getUTCMinutes()}:${date.getUTCSeconds()}`;
  const says = [month, day, hour, minute, second].map(Number);
  if (
    reads !== `${says[0]}-${says[1]}T${says[2]}:${says[3]}:${says[4]}` ||
    Number(zoneHour) > 23 ||
    Number(zoneMinute) > 59
  ) {
    throw invalidArgument(`'${text}' is not a timestamp: there is no such date or time.`);
  }
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  return date.getTime() - (sign === '-' ? -offset : offset);
}
