import type { Choice, PropertyDefinition, PropertyType } from './property-definition';
import type { Scalar } from './properties';
import type { BaseTypeId, TypeDeclaration } from './type-definition';

/** A content model as `schemas/content-model.json` holds it: classes and associations under prefixed names. */
export interface TypeFile {
  /** Namespace by prefix. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly types: readonly ModelClass[];
  readonly aspects: readonly ModelClass[];
  /** Associations between peers; what contains what is no relationship. */
  readonly associations: readonly ModelAssociation[];
}

interface ModelClass {
  readonly name: string;
  readonly parent?: string;
  readonly title?: string;
  /** Only services of the repository make such objects or apply such an aspect, never a client. */
  readonly managed?: boolean;
  /** What it is for is not here, so that no object ever has it. */
  readonly absent?: boolean;
  readonly includedInSupertypeQuery?: boolean;
  readonly mandatoryAspects?: readonly string[];
  readonly properties?: readonly ModelProperty[];
}

interface ModelProperty {
  readonly name: string;
  /** Data type of the content model, such as `d:text`. */
  readonly type: string;
  readonly title?: string;
  readonly multiple?: boolean;
  readonly protected?: boolean;
  /** `expected` values may be missing. */
  readonly mandatory?: 'enforced' | 'expected';
  readonly default?: string;
  readonly indexed?: boolean;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
}

interface ModelAssociation {
  readonly name: string;
  readonly title?: string;
  readonly managed?: boolean;
  readonly source: string;
  readonly target: string;
}

/** Classes that are a base type, or never shown as a type of their own. */
const BASE_OF_CLASS: Readonly<Record<string, BaseTypeId>> = {
  'sys:base': 'cmis:item',
  'cm:content': 'cmis:document',
  'cm:folder': 'cmis:folder',
};
const HIDDEN_ASPECTS = new Set(['sys:referenceable', 'cm:auditable', 'cm:versionable']);
/** Every node of Alfresco carries it and nothing in it is shown: naming it everywhere would tell clients nothing. */
const UNANNOUNCED_ASPECTS = new Set([...HIDDEN_ASPECTS, 'sys:localized']);
/** `cm:name` is `cmis:name`. */
const HIDDEN_PROPERTIES = new Set(['cm:name']);

const PROPERTY_TYPES: Readonly<Record<string, PropertyType>> = {
  'd:text': 'string',
  'd:mltext': 'string',
  'd:int': 'integer',
  'd:long': 'integer',
  'd:float': 'decimal',
  'd:double': 'decimal',
  'd:boolean': 'boolean',
  'd:date': 'datetime',
  'd:datetime': 'datetime',
  'd:noderef': 'id',
  'd:category': 'id',
  'cmis:id': 'id',
  'cmis:uri': 'uri',
  'cmis:html': 'html',
};
const PREFIX_OF_BASE = { 'cmis:document': 'D:', 'cmis:folder': 'F:', 'cmis:item': 'I:' } as const;
type NodeBase = keyof typeof PREFIX_OF_BASE;

/** A prefixed name as a query name: characters that cannot stand in one are written `_xhhhh_` (ISO 9075-14). */
export function queryNameOf(name: string): string {
  return name.replace(/[^A-Za-z0-9_:]/g, (character) => `_x${character.charCodeAt(0).toString(16).padStart(4, '0')}_`);
}

/**
 * The types that a content model adds to the base types: subclasses of `cm:content` as `D:`, of `cm:folder` as `F:`,
 * other nodes as `I:`, aspects as `P:` and peer associations as `R:`; parents before children.
 */
export function declareTypes(file: TypeFile): readonly TypeDeclaration[] {
  const classes = new Map([...file.types, ...file.aspects].map((entry) => [entry.name, entry]));
  const model: Model = { file, classes };
  return [
    ...file.types.filter((entry) => !BASE_OF_CLASS[entry.name]).map((entry) => declareNode(model, entry)),
    ...file.aspects.filter((entry) => !HIDDEN_ASPECTS.has(entry.name)).map((entry) => declareAspect(model, entry)),
    ...file.associations.map((association) => declareAssociation(model, association)),
  ];
}

interface Model {
  readonly file: TypeFile;
  readonly classes: ReadonlyMap<string, ModelClass>;
}

function declareNode(model: Model, entry: ModelClass): TypeDeclaration {
  const baseId = baseOf(model, entry.name);
  const common = {
    ...attributes(model, entry),
    id: PREFIX_OF_BASE[baseId] + entry.name,
    parentId: parentOf(model, entry, baseId),
    creatable: !entry.managed,
    fileable: true,
    controllableACL: true,
  };
  if (baseId === 'cmis:folder') return { ...common, baseId, controllablePolicy: false };
  if (baseId === 'cmis:item') return { ...common, baseId, controllablePolicy: true };
  return { ...common, baseId, controllablePolicy: true, versionable: true, contentStreamAllowed: 'allowed' };
}

function declareAspect(model: Model, entry: ModelClass): TypeDeclaration {
  return {
    ...attributes(model, entry),
    id: `P:${entry.name}`,
    baseId: 'cmis:secondary',
    parentId: entry.parent === undefined ? 'cmis:secondary' : `P:${entry.parent}`,
    creatable: false,
    fileable: false,
    controllablePolicy: false,
    controllableACL: false,
  };
}

function declareAssociation(model: Model, association: ModelAssociation): TypeDeclaration {
  return {
    ...attributes(model, association),
    // A query name has one owner: where a class has the association's name, the class keeps it.
    queryName: queryNameOf(association.name) + (model.classes.has(association.name) ? '_association' : ''),
    id: `R:${association.name}`,
    baseId: 'cmis:relationship',
    parentId: 'cmis:relationship',
    creatable: !association.managed,
    fileable: false,
    fulltextIndexed: false,
    controllablePolicy: false,
    controllableACL: false,
    allowedSourceTypes: endTypes(model, association.source),
    allowedTargetTypes: endTypes(model, association.target),
  };
}

function attributes(model: Model, entry: ModelClass) {
  const displayName = entry.title ?? entry.name;
  return {
    ...splitName(model.file, entry.name),
    displayName,
    queryName: queryNameOf(entry.name),
    description: displayName,
    queryable: true,
    fulltextIndexed: true,
    includedInSupertypeQuery: entry.includedInSupertypeQuery ?? true,
    typeMutability: { create: !entry.managed, update: false, delete: false },
    mandatorySecondaryTypeIds: [...mandatoryAspects(model, entry)]
      .filter((name) => !UNANNOUNCED_ASPECTS.has(name))
      .map((name) => `P:${name}`),
    propertyDefinitions: (entry.properties ?? []).flatMap((property) => declareProperty(model.file, property)),
  };
}

/** A class with its ancestors, itself first. */
function* lineage(model: Model, name: string): Generator<ModelClass> {
  for (let entry = model.classes.get(name); entry; entry = entry.parent ? model.classes.get(entry.parent) : undefined) {
    yield entry;
  }
}

function baseOf(model: Model, name: string): NodeBase {
  for (const entry of lineage(model, name)) {
    const base = BASE_OF_CLASS[entry.name];
    if (base) return base as NodeBase;
  }
  throw new Error(`Class '${name}' of the content model descends from none that is a base type.`);
}

/** `cm:cmobject` is an item type of its own, yet documents and folders do not hang below it. */
function parentOf(model: Model, entry: ModelClass, baseId: NodeBase): string {
  const parent = entry.parent ?? '';
  return BASE_OF_CLASS[parent] ?? (baseOf(model, parent) === baseId ? PREFIX_OF_BASE[baseId] + parent : baseId);
}

/** Of the class, its ancestors, and the aspects that these bring. */
function mandatoryAspects(model: Model, entry: ModelClass, found = new Set<string>()): Set<string> {
  for (const { mandatoryAspects: names = [] } of lineage(model, entry.name)) {
    for (const name of names) {
      if (found.has(name)) continue;
      found.add(name);
      const aspect = model.classes.get(name);
      if (aspect) mandatoryAspects(model, aspect, found);
    }
  }
  return found;
}

/** Types that may stand at the end of a relationship whose end is this class. Empty: any. */
function endTypes(model: Model, name: string): readonly string[] {
  if (name === 'sys:base') return [];
  if (name === 'cm:cmobject') return ['cmis:document', 'cmis:folder', 'I:cm:cmobject'];
  const base = BASE_OF_CLASS[name];
  if (base) return [base];
  if (model.file.aspects.some((aspect) => aspect.name === name)) return [`P:${name}`];
  return [PREFIX_OF_BASE[baseOf(model, name)] + name];
}

function splitName(file: TypeFile, name: string): { readonly localName: string; readonly localNamespace: string } {
  const colon = name.indexOf(':');
  return { localName: name.slice(colon + 1), localNamespace: file.namespaces[name.slice(0, colon)] ?? '' };
}

/** Empty for data types that CMIS has no word for: content, qualified names, locales and the like. */
function declareProperty(file: TypeFile, property: ModelProperty): readonly PropertyDefinition[] {
  const propertyType = PROPERTY_TYPES[property.type];
  if (!propertyType || HIDDEN_PROPERTIES.has(property.name)) return [];
  const displayName = property.title ?? property.name;
  const queryable = property.indexed ?? true;
  const value = (text: string): readonly Scalar[] => [parseValue(propertyType, text)];
  return [
    {
      id: property.name,
      ...splitName(file, property.name),
      displayName,
      queryName: queryNameOf(property.name),
      description: displayName,
      propertyType,
      cardinality: property.multiple ? 'multi' : 'single',
      updatability: property.protected ? 'readonly' : 'readwrite',
      inherited: false,
      // What the content model expects without enforcing it may be left out, so it is not required.
      required: property.mandatory === 'enforced' && !property.protected,
      queryable,
      orderable: queryable && !property.multiple && propertyType !== 'id',
      ...(property.default === undefined ? {} : { defaultValue: value(property.default) }),
      ...(property.choices && {
        openChoice: false,
        choices: property.choices.map((text): Choice => ({ displayName: text, value: value(text) })),
      }),
      ...(property.min === undefined ? {} : { minValue: property.min }),
      ...(property.max === undefined ? {} : { maxValue: property.max }),
      ...(property.maxLength === undefined ? {} : { maxLength: property.maxLength }),
      ...(propertyType === 'decimal' && { precision: property.type === 'd:float' ? 32 : 64 }),
      ...(propertyType === 'datetime' && { resolution: 'time' }),
    },
  ];
}

function parseValue(type: PropertyType, text: string): Scalar {
  if (type === 'boolean') return text === 'true';
  return type === 'integer' || type === 'decimal' ? Number(text) : text;
}
