/** Single values as the browser binding writes them, CMIS 1.1 §5.2.4. */
import type { PropertyType } from '../../model/property-definition';
import type { PropertyValue, Scalar } from '../../model/properties';

/** How dates are written: milliseconds since 1970, or ISO 8601 texts where `dateTimeFormat=extended` asks for them. */
export type DateTimeFormat = 'simple' | 'extended';

/** Control characters, quotes, backslashes and surrogates: everything that JSON might write in another way. */
const NEEDS_ESCAPING = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** Most texts are as they are; to see that takes half the time of `stringify`. */
export const stringJson = (text: string): string => (NEEDS_ESCAPING.test(text) ? JSON.stringify(text) : `"${text}"`);
export const stringsJson = (texts: readonly string[]): string => JSON.stringify(texts);

/** A number of milliseconds, or an ISO 8601 text in UTC. */
export function dateTimeJson(milliseconds: number, format: DateTimeFormat): string {
  if (format === 'simple') return String(milliseconds);
  const date = new Date(milliseconds);
  // Beyond what a date can hold there is no ISO text; clients of this format read numbers too.
  return Number.isNaN(date.getTime()) ? String(milliseconds) : `"${date.toISOString()}"`;
}

/** `null` for numbers that JSON cannot write. */
export function scalarJson(value: Scalar, type: PropertyType, format: DateTimeFormat): string {
  if (typeof value === 'string') return stringJson(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (type === 'datetime') return dateTimeJson(value, format);
  return Number.isFinite(value) ? String(value) : 'null';
}

/** A list where the property is multi-valued, else one value. */
export function valueJson(
  value: PropertyValue,
  property: { readonly propertyType: PropertyType; readonly cardinality: 'single' | 'multi' },
  format: DateTimeFormat,
): string {
  if (property.cardinality === 'single') {
    const single = typeof value === 'object' ? value[0] : value;
    return single === undefined ? 'null' : scalarJson(single, property.propertyType, format);
  }
  const list = typeof value === 'object' ? value : [value];
  return `[${list.map((item) => scalarJson(item, property.propertyType, format)).join()}]`;
}

/** Members of an object; undefined ones are left out. */
export function membersJson(members: Readonly<Record<string, string | undefined>>): string {
  let json = '';
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) json += `${json === '' ? '{' : ','}${JSON.stringify(name)}:${value}`;
  }
  return json === '' ? '{}' : `${json}}`;
}

/** A list of what `write` makes of the items. One growing text: joining would copy each of them once more. */
export function listJson<T>(items: readonly T[], write: (item: T) => string): string {
  let json = '[';
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) json += ',';
    json += write(items[index] as T);
  }
  return json + ']';
}
