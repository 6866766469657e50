import { constraint } from './errors';
import { checkChoices, checkLimits, withValues, type NewProperty } from './new-property';
import { declareProperties } from './new-type';
import type { Choice, PropertyDefinition } from './property-definition';
import type { TypeDeclaration, TypeDefinition } from './type-definition';
import type { TypeRegistry } from './type-registry';

/** What a client wants changed of a type: property definitions that are new or differ; nothing else counts. */
export interface TypeChange {
  readonly id: string;
  readonly propertyDefinitions: readonly NewProperty[];
}

/**
 * The declaration of a type after a client's change. Whatever the type allowed before it still allows: CMIS 1.1
 * §2.1.10.1. A limit that a changed definition leaves out is lifted, and so is a default unless the property is
 * required; other attributes stay.
 * @throws CmisError `constraint`.
 */
export function changeType(types: TypeRegistry, type: TypeDefinition, change: TypeChange): TypeDeclaration {
  const { key, propertyDefinitions, ...attributes } = type;
  const own = new Map([...propertyDefinitions].filter(([, definition]) => !definition.inherited));
  const added: NewProperty[] = [];
  for (const property of change.propertyDefinitions) {
    const known = own.get(property.id);
    if (known) own.set(property.id, changeProperty(known, property, type.queryable));
    else {
      const inherited = propertyDefinitions.get(property.id);
      if (!inherited) added.push(property);
      else if (!isEcho(inherited, property)) {
        throw constraint(`The property '${property.id}' is inherited and cannot be changed on the type '${type.id}'.`);
      }
    }
  }
  const declared = declareProperties(types, { added, parent: type, queryable: type.queryable });
  for (const { id, required, defaultValue } of declared) {
    if (required && defaultValue === undefined) {
      throw constraint(`The added property '${id}' is required and has no default value.`);
    }
  }
  return { ...attributes, propertyDefinitions: [...own.values(), ...declared] };
}

/** Clients may send back what a type inherits, as it is. */
const isEcho = (known: PropertyDefinition, property: NewProperty): boolean =>
  property.inherited === true && JSON.stringify({ ...known, ...property }) === JSON.stringify(known);

function changeProperty(before: PropertyDefinition, change: NewProperty, typeIsQueryable: boolean): PropertyDefinition {
  const { minValue, maxValue, maxLength, precision, resolution, choices, defaultValue, ...kept } = before;
  requireSame(before, change);
  requireRelaxed(before, change);
  const queryable = typeIsQueryable && (change.queryable ?? before.queryable);
  const after: PropertyDefinition = {
    ...kept,
    localName: change.localName || before.localName,
    ...(change.localNamespace !== undefined && { localNamespace: change.localNamespace }),
    displayName: change.displayName || before.displayName,
    description: change.description || before.description,
    updatability: change.updatability ?? before.updatability,
    required: change.required ?? before.required,
    queryable,
    orderable: queryable && before.cardinality === 'single' && (change.orderable ?? before.orderable),
    ...(minValue !== undefined && change.minValue !== undefined && { minValue: change.minValue }),
    ...(maxValue !== undefined && change.maxValue !== undefined && { maxValue: change.maxValue }),
    ...(maxLength !== undefined && change.maxLength !== undefined && { maxLength: change.maxLength }),
    ...(precision !== undefined && { precision: change.precision ?? precision }),
    ...(resolution !== undefined && { resolution: change.resolution ?? resolution }),
    ...(change.openChoice !== undefined && { openChoice: change.openChoice }),
  };
  checkLimits(after);
  const fallback = change.defaultValue ?? (after.required ? defaultValue : undefined);
  return withValues(after, {
    choices: mergeChoices(choices ?? [], checkChoices(after, change.choices ?? [])),
    ...(fallback && { defaultValue: fallback }),
  });
}

function requireSame(before: PropertyDefinition, change: NewProperty): void {
  for (const attribute of ['propertyType', 'cardinality', 'queryName'] as const) {
    const wanted = change[attribute] || before[attribute];
    if (wanted !== before[attribute]) {
      throw constraint(`The ${attribute} of the property '${before.id}' is '${before[attribute]}' and cannot change.`);
    }
  }
}

const PRECISION = { 32: 0, 64: 1 } as const;
const RESOLUTION = { year: 0, date: 1, time: 2 } as const;

/** Each `[what, whether it would forbid what was allowed]`. */
function requireRelaxed(before: PropertyDefinition, change: NewProperty): void {
  const closes = (change.openChoice ?? before.openChoice) !== true;
  const { precision, resolution } = before;
  const tightened: readonly (readonly [string, boolean])[] = [
    ['be required', !before.required && change.required === true],
    ['close its choices', before.openChoice === true && change.openChoice === false],
    ['get a closed list of choices', !before.choices && (change.choices ?? []).length > 0 && closes],
    ['get a greater least value', change.minValue !== undefined && change.minValue > (before.minValue ?? -Infinity)],
    ['get a smaller greatest value', change.maxValue !== undefined && change.maxValue < (before.maxValue ?? Infinity)],
    [
      'get a smaller greatest length',
      change.maxLength !== undefined && change.maxLength < (before.maxLength ?? Infinity),
    ],
    ['get less precise', change.precision !== undefined && PRECISION[change.precision] < PRECISION[precision ?? 64]],
    [
      'get coarser',
      change.resolution !== undefined && RESOLUTION[change.resolution] < RESOLUTION[resolution ?? 'time'],
    ],
  ];
  for (const [what, isTightened] of tightened) {
    if (isTightened) throw constraint(`The property '${before.id}' cannot ${what} once the type exists.`);
  }
}

/** Listed choices are new or have another display name; what is not listed stays. */
function mergeChoices(before: readonly Choice[], listed: readonly Choice[]): readonly Choice[] {
  const merged = [...before];
  for (const choice of listed) {
    const at = merged.findIndex((known) => isSame(known, choice));
    const known = merged[at];
    if (!known) {
      merged.push(choice);
      continue;
    }
    const below = mergeChoices(known.choice ?? [], choice.choice ?? []);
    merged[at] = { ...known, displayName: choice.displayName, ...(below.length > 0 && { choice: below }) };
  }
  return merged;
}

/** By value; groups have none and go by name. */
function isSame(one: Choice, other: Choice): boolean {
  if (one.value.length === 0 && other.value.length === 0) return one.displayName === other.displayName;
  return one.value.length === other.value.length && one.value.every((value, index) => value === other.value[index]);
}
