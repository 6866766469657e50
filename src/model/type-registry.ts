import type { PropertyDefinition } from './property-definition';
import type {
  BaseTypeId,
  PrimaryType,
  SecondaryType,
  TypeDeclaration,
  TypeDefinition,
  TypeOfBase,
} from './type-definition';

/** A declaration with the storage key of its row. */
export interface KeyedDeclaration {
  readonly key: number;
  readonly declaration: TypeDeclaration;
}

/**
 * An immutable snapshot of all types of a repository. Inherited definitions are resolved once when it is built; what
 * an object of a type with given secondary types may carry is worked out on first use and remembered.
 */
export class TypeRegistry {
  /** The value of `repository.registry_version` that this snapshot was read at. */
  readonly version: number;
  private readonly byId = new Map<string, TypeDefinition>();
  private readonly byStorageKey = new Map<number, TypeDefinition>();
  private readonly byName = new Map<string, TypeDefinition>();
  private readonly childIds = new Map<string, string[]>();
  private readonly effectiveByKeys = new Map<string, ReadonlyMap<string, PropertyDefinition>>();
  private readonly definingTypes = new Map<string, TypeDefinition>();
  private readonly descendants = new Map<string, readonly TypeDefinition[]>();
  private readonly tables = new Map<string, readonly TypeDefinition[]>();

  /** `declarations` in any order; each parent must be among them. */
  constructor(version: number, declarations: readonly KeyedDeclaration[]) {
    this.version = version;
    const declared = new Map(declarations.map((entry) => [entry.declaration.id, entry]));
    for (const entry of declarations) this.add(entry, declared);
  }

  find(id: string): TypeDefinition | undefined {
    return this.byId.get(id);
  }

  /** As `find`, undefined when the type is of another base. */
  findOfBase<B extends BaseTypeId>(id: string, baseId: B): TypeOfBase<B> | undefined {
    const type = this.byId.get(id);
    return type?.baseId === baseId ? (type as TypeOfBase<B>) : undefined;
  }

  findSecondary(id: string): SecondaryType | undefined {
    return this.findOfBase(id, 'cmis:secondary');
  }

  byKey(key: number): TypeDefinition | undefined {
    return this.byStorageKey.get(key);
  }

  primaryByKey(key: number): PrimaryType | undefined {
    const type = this.byStorageKey.get(key);
    return type && type.baseId !== 'cmis:secondary' ? type : undefined;
  }

  /** By query name, whatever its case. */
  byQueryName(queryName: string): TypeDefinition | undefined {
    return this.byName.get(queryName.toLowerCase());
  }

  all(): IterableIterator<TypeDefinition> {
    return this.byId.values();
  }

  /** Base types when `id` is undefined; in order of declaration. */
  children(id?: string): readonly TypeDefinition[] {
    return (this.childIds.get(id ?? '') ?? []).map((child) => this.byId.get(child) as TypeDefinition);
  }

  /** The type and everything below it. */
  withDescendants(id: string): readonly TypeDefinition[] {
    return this.family(id, { known: this.descendants, has: () => true });
  }

  /** The type and what is below it, without types that keep out of their supertypes' tables and what is below those. */
  inTableOf(id: string): readonly TypeDefinition[] {
    return this.family(id, { known: this.tables, has: ({ includedInSupertypeQuery }) => includedInSupertypeQuery });
  }

  /** Whether `id` is `ancestor` or below it. */
  isOrDescends(id: string, ancestor: string): boolean {
    for (
      let type = this.byId.get(id);
      type;
      type = type.parentId === undefined ? undefined : this.byId.get(type.parentId)
    ) {
      if (type.id === ancestor) return true;
    }
    return false;
  }

  /** Every property that an object of this type with these secondary types may carry, by id, in a stable order. */
  effective(type: PrimaryType, secondaryTypes: readonly SecondaryType[]): ReadonlyMap<string, PropertyDefinition> {
    if (secondaryTypes.length === 0) return type.propertyDefinitions;
    const cacheKey = `${type.key}:${secondaryTypes.map((secondary) => secondary.key).join(',')}`;
    const known = this.effectiveByKeys.get(cacheKey);
    if (known) return known;
    const merged = new Map(type.propertyDefinitions);
    for (const secondary of secondaryTypes) {
      for (const [id, definition] of secondary.propertyDefinitions) if (!merged.has(id)) merged.set(id, definition);
    }
    this.effectiveByKeys.set(cacheKey, merged);
    return merged;
  }

  /** The type that introduces the property, if any type does. */
  definingType(propertyId: string): TypeDefinition | undefined {
    return this.definingTypes.get(propertyId);
  }

  /** The definition of a property wherever it is introduced. */
  property(propertyId: string): PropertyDefinition | undefined {
    return this.definingTypes.get(propertyId)?.propertyDefinitions.get(propertyId);
  }

  /** A type and what is below it, worked out on first use; of children those that `has` lets in. */
  private family(
    id: string,
    { known, has }: { known: Map<string, readonly TypeDefinition[]>; has: (child: TypeDefinition) => boolean },
  ): readonly TypeDefinition[] {
    const found = known.get(id);
    if (found) return found;
    const type = this.byId.get(id);
    if (!type) return [];
    const below = this.children(id)
      .filter(has)
      .flatMap((child) => this.family(child.id, { known, has }));
    const family = [type, ...below];
    known.set(id, family);
    return family;
  }

  private add(entry: KeyedDeclaration, declared: ReadonlyMap<string, KeyedDeclaration>): TypeDefinition {
    const { declaration, key } = entry;
    const known = this.byId.get(declaration.id);
    if (known) return known;
    const parentEntry = declaration.parentId === undefined ? undefined : declared.get(declaration.parentId);
    if (declaration.parentId !== undefined && !parentEntry) {
      throw new Error(`Type '${declaration.id}' names the parent '${declaration.parentId}', which does not exist.`);
    }
    const parent = parentEntry && this.add(parentEntry, declared);
    const propertyDefinitions = new Map<string, PropertyDefinition>();
    for (const [id, definition] of parent?.propertyDefinitions ?? [])
      propertyDefinitions.set(id, { ...definition, inherited: true });
    for (const definition of declaration.propertyDefinitions) {
      if (!propertyDefinitions.has(definition.id))
        propertyDefinitions.set(definition.id, { ...definition, inherited: false });
    }
    const type = { ...declaration, key, propertyDefinitions } as TypeDefinition;
    this.byId.set(type.id, type);
    this.byStorageKey.set(key, type);
    this.byName.set(type.queryName.toLowerCase(), type);
    const siblings = this.childIds.get(type.parentId ?? '');
    if (siblings) siblings.push(type.id);
    else this.childIds.set(type.parentId ?? '', [type.id]);
    for (const definition of declaration.propertyDefinitions) {
      if (!this.definingTypes.has(definition.id)) this.definingTypes.set(definition.id, type);
    }
    return type;
  }
}
