import { constraint, invalidArgument } from './errors';
import type { Scalar } from './properties';
import type { Choice, PropertyDefinition } from './property-definition';
import { checkValue } from './property-values';
import { queryNameOf } from './type-file';
import type { TypeRegistry } from './type-registry';

/** A property definition as a client sends it with a type. */
export type NewProperty = Partial<PropertyDefinition> & Pick<PropertyDefinition, 'id' | 'propertyType'>;

const MAX_NAME = 200;
/** What separates names in query statements, filters and lists of ids. */
const ILLEGAL_IN_QUERY_NAMES = /[\s,"'\\.()\p{C}]/u;
const ILLEGAL_IN_IDS = /[,\p{C}]|^\s|\s$/u;
const RESERVED_PREFIX = /^(cmis|alfcmis|cmisext|cm|sys|triptych):/i;

/**
 * The definition that the repository keeps of a property that a client's new or changed type adds. What was not sent
 * gets a value; flags that contradict each other give way.
 * @throws CmisError `constraint`, `invalidArgument`.
 */
export function declareProperty(
  types: TypeRegistry,
  input: NewProperty,
  type: { readonly queryable: boolean },
): PropertyDefinition {
  const cardinality = input.cardinality ?? 'single';
  const updatability = input.updatability ?? 'readwrite';
  const queryable = type.queryable && (input.queryable ?? true);
  const definition: PropertyDefinition = {
    id: checkId(input.id),
    localName: input.localName || input.id,
    ...(input.localNamespace === undefined ? {} : { localNamespace: input.localNamespace }),
    displayName: input.displayName || input.id,
    queryName: checkQueryName(input.queryName || queryNameOf(input.id)),
    description: input.description || input.displayName || input.id,
    propertyType: input.propertyType,
    cardinality,
    updatability,
    inherited: false,
    required: updatability !== 'readonly' && (input.required ?? false),
    queryable,
    orderable: queryable && cardinality === 'single' && (input.orderable ?? true),
    ...limits(input),
    ...(input.openChoice === undefined ? {} : { openChoice: input.openChoice }),
  };
  checkLimits(definition);
  requireAgreement(types, definition);
  return withValues(definition, input);
}

/** A definition that has none yet with its choices and default value, which must be values of the property. */
export function withValues(
  bare: Omit<PropertyDefinition, 'choices' | 'defaultValue'>,
  { choices = [], defaultValue = [] }: Pick<NewProperty, 'choices' | 'defaultValue'>,
): PropertyDefinition {
  const open: PropertyDefinition = choices.length === 0 ? bare : { ...bare, choices: checkChoices(bare, choices) };
  if (defaultValue.length === 0) return open;
  return { ...open, defaultValue: keptValues(open, defaultValue) };
}

/** The values as objects would keep them: of dates, what is finer than the resolution goes. */
function keptValues(definition: PropertyDefinition, values: readonly Scalar[]): readonly Scalar[] {
  const kept = checkValue(definition, values);
  if (kept === undefined) return [];
  return typeof kept === 'object' ? kept : [kept];
}

/** Choices with their values as objects would keep them. @throws CmisError `constraint`, `invalidArgument`. */
export function checkChoices(definition: PropertyDefinition, choices: readonly Choice[]): readonly Choice[] {
  return choices.map((choice) => {
    const { displayName, value, choice: below = [] } = choice;
    if (value.length === 0 && below.length === 0) {
      throw constraint(
        `The choice '${displayName}' of the property '${definition.id}' has neither a value nor choices.`,
      );
    }
    return {
      displayName,
      value: keptValues(definition, value),
      ...(below.length === 0 ? {} : { choice: checkChoices(definition, below) }),
    };
  });
}

/** Only what has a meaning for the data type. */
function limits(input: NewProperty): Partial<PropertyDefinition> {
  const { propertyType, minValue, maxValue, maxLength, precision, resolution } = input;
  const isNumber = propertyType === 'integer' || propertyType === 'decimal';
  return {
    ...(isNumber && minValue !== undefined && { minValue }),
    ...(isNumber && maxValue !== undefined && { maxValue }),
    ...(propertyType === 'decimal' && precision !== undefined && { precision }),
    ...(propertyType === 'string' && maxLength !== undefined && { maxLength }),
    ...(propertyType === 'datetime' && resolution !== undefined && { resolution }),
  };
}

/**
 * @throws CmisError `invalidArgument` for limits that are no numbers of the type, `constraint` for those that nothing
 * can keep.
 */
export function checkLimits({ id, propertyType, minValue, maxValue, maxLength }: PropertyDefinition): void {
  for (const limit of [minValue, maxValue]) {
    if (limit === undefined) continue;
    if (!Number.isFinite(limit)) throw invalidArgument(`A limit of the property '${id}' is no number.`);
    if (propertyType === 'integer' && !Number.isInteger(limit))
      throw invalidArgument(`A limit of the property '${id}' is ${limit}, which is no integer.`);
  }
  if (minValue !== undefined && maxValue !== undefined && minValue > maxValue) {
    throw constraint(`The least value ${minValue} of the property '${id}' is more than its greatest ${maxValue}.`);
  }
  if (maxLength !== undefined && !(Number.isSafeInteger(maxLength) && maxLength > 0)) {
    throw constraint(`The greatest length of the property '${id}' is ${maxLength} and not a positive integer.`);
  }
}

/** Ids of types and of properties. @throws CmisError `invalidArgument` (missing), `constraint`. */
export function checkId(id: string): string {
  if (id === '') throw invalidArgument('An id is missing.');
  if (id.length > MAX_NAME) throw constraint(`An id is longer than ${MAX_NAME} characters.`);
  if (ILLEGAL_IN_IDS.test(id)) throw constraint(`The id '${id}' holds a character that ids cannot hold.`);
  if (RESERVED_PREFIX.test(id)) throw constraint(`The id '${id}' has a prefix that belongs to the repository.`);
  // Values are kept in objects whose members are the ids.
  if (id in Object.prototype) throw constraint(`The id '${id}' is reserved.`);
  return id;
}

/** Query names of types and of properties. @throws CmisError `constraint`. */
export function checkQueryName(queryName: string): string {
  if (queryName.length > MAX_NAME) throw constraint(`A query name is longer than ${MAX_NAME} characters.`);
  if (ILLEGAL_IN_QUERY_NAMES.test(queryName)) {
    throw constraint(`The query name '${queryName}' holds a character that query names cannot hold.`);
  }
  return queryName;
}

/** One property id has one data type, cardinality and query name wherever it is defined, and one query name one id. */
function requireAgreement(types: TypeRegistry, definition: PropertyDefinition): void {
  const { id, propertyType, cardinality, queryName } = definition;
  const known = types.property(id);
  if (known) {
    if (known.propertyType !== propertyType || known.cardinality !== cardinality) {
      throw constraint(`The property '${id}' is ${known.cardinality} ${known.propertyType} in another type.`);
    }
    if (known.queryName !== queryName) {
      throw constraint(`The property '${id}' has the query name '${known.queryName}' in another type.`);
    }
    if (known.updatability === 'readonly' && definition.updatability !== 'readonly') {
      throw constraint(`The property '${id}' is read-only in another type.`);
    }
    return;
  }
  const lowered = queryName.toLowerCase();
  for (const type of types.all()) {
    for (const other of type.propertyDefinitions.values()) {
      if (!other.inherited && other.id !== id && other.queryName.toLowerCase() === lowered) {
        throw constraint(`The query name '${queryName}' belongs to the property '${other.id}'.`);
      }
    }
  }
}
