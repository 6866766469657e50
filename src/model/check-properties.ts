import { isAssignable } from './alfresco-types';
import { CmisError, constraint } from './errors';
import type { PropertyChanges, PropertyValue } from './properties';
import type { PropertyDefinition } from './property-definition';
import { checkValue } from './property-values';
import type { PrimaryType, SecondaryType } from './type-definition';
import type { TypeRegistry } from './type-registry';

export interface PropertyCheck {
  readonly types: TypeRegistry;
  readonly type: PrimaryType;
  /** All that the object has after the operation. */
  readonly secondaryTypes: readonly SecondaryType[];
  /** Those among them that the object did not have before; on create all are new. */
  readonly addedSecondaryTypes?: readonly SecondaryType[];
  readonly changes: PropertyChanges;
  readonly operation: 'create' | 'update' | 'checkIn';
  readonly isWorkingCopy: boolean;
  /** Unsetting a property of a secondary type that the object does not have is passed over, as Alfresco does. */
  readonly ignoreForeignUnsets?: boolean;
}

/**
 * What a client asked to write, checked against the definitions and with defaults filled in; null: to be unset. Only
 * ids in `changes` and those with defaults come back. Names are for `checkName`, ids in values for the operation.
 * @throws CmisError `constraint` (unknown or read-only property, value against its definition, required one missing),
 * `invalidArgument` (value of another type), `versioning` (needs a working copy).
 */
export function checkProperties(check: PropertyCheck): PropertyChanges {
  const definitions = check.types.effective(check.type, check.secondaryTypes);
  const checked: Record<string, PropertyValue | null> = {};
  for (const [id, change] of Object.entries(check.changes)) {
    const definition = definitions.get(id);
    if (!definition) {
      if (change === null && check.ignoreForeignUnsets && isOfSecondaryType(check.types, id)) continue;
      throw constraint(
        `The property '${id}' is not defined for the object: neither its type nor a secondary type has it.`,
      );
    }
    requireWritable(definition, check);
    checked[id] = change === null ? null : (checkValue(definition, change) ?? null);
  }
  for (const definition of definitions.values()) {
    const value = checked[definition.id];
    const emptied = value === null && definition.required;
    if (!emptied && !(value === undefined && isNew(definition, check))) continue;
    const fallback = defaultOf(definition);
    if (fallback !== undefined) checked[definition.id] = fallback;
    else if (definition.required) throw constraint(`The property '${definition.id}' is required.`);
  }
  return checked;
}

/**
 * Secondary types that clients may assign and that alone define some property which is set in `changes`: those that
 * Alfresco applies when a client writes such a property.
 */
export function impliedSecondaryTypes(
  check: Pick<PropertyCheck, 'types' | 'type' | 'secondaryTypes' | 'changes'>,
): readonly SecondaryType[] {
  const definitions = check.types.effective(check.type, check.secondaryTypes);
  const implied = new Set<SecondaryType>();
  for (const [id, change] of Object.entries(check.changes)) {
    if (change === null || definitions.has(id)) continue;
    const owner = check.types.definingType(id);
    if (owner?.baseId === 'cmis:secondary' && isAssignable(owner.id)) implied.add(owner);
  }
  return [...implied];
}

const isOfSecondaryType = (types: TypeRegistry, id: string): boolean =>
  types.definingType(id)?.baseId === 'cmis:secondary';

function requireWritable({ id, updatability }: PropertyDefinition, check: PropertyCheck): void {
  const { operation, isWorkingCopy } = check;
  if (updatability === 'readonly') throw constraint(`The property '${id}' is read-only.`);
  if (updatability === 'oncreate' && operation !== 'create') {
    throw constraint(`The property '${id}' can only be set when the object is created.`);
  }
  if (updatability === 'whencheckedout' && operation === 'update' && !isWorkingCopy) {
    throw new CmisError('versioning', `The property '${id}' can only be changed on a working copy.`);
  }
}

/** Whether the object did not have the property before, so that its default and being required come into force. */
function isNew(definition: PropertyDefinition, check: PropertyCheck): boolean {
  if (check.operation === 'create') return true;
  const { addedSecondaryTypes: added = [] } = check;
  if (!added.some((type) => type.propertyDefinitions.has(definition.id))) return false;
  const before = check.secondaryTypes.filter((type) => !added.includes(type));
  return !check.types.effective(check.type, before).has(definition.id);
}

function defaultOf({ defaultValue, cardinality }: PropertyDefinition): PropertyValue | undefined {
  if (defaultValue === undefined || defaultValue.length === 0) return undefined;
  return cardinality === 'multi' ? defaultValue : defaultValue[0];
}
