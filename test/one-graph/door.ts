/** What a door is asked to do and what it shows, in words of no binding. */

export type Scalar = string | number | boolean | Date;
/** By property id; null unsets. */
export type Values = Readonly<Record<string, Scalar | readonly Scalar[] | null>>;

export type PropertyType = 'string' | 'id' | 'integer' | 'decimal' | 'boolean' | 'datetime' | 'uri' | 'html';

export interface Content {
  readonly text: string;
  readonly type: string;
  readonly name: string;
}

export interface Grant {
  readonly principal: string;
  readonly permissions: readonly string[];
}

export interface NewThing {
  readonly kind: 'Document' | 'Folder' | 'Item' | 'Policy' | 'Relationship';
  /** Undefined: in no folder. */
  readonly folderId?: string;
  readonly values: Values;
  readonly content?: Content;
  readonly versioningState?: 'checkedout' | 'minor' | 'major';
  readonly grants?: readonly Grant[];
  readonly policyIds?: readonly string[];
}

export interface CheckIn {
  readonly major: boolean;
  readonly comment?: string;
  readonly values?: Values;
  readonly content?: Content;
  readonly grants?: readonly Grant[];
  readonly policyIds?: readonly string[];
}

export interface AclChanges {
  readonly add?: readonly Grant[];
  readonly remove?: readonly Grant[];
  /** For the folder and not for what is in it. */
  readonly objectOnly?: true;
}

export interface NewType {
  readonly id: string;
  readonly baseId: string;
  readonly parentId: string;
  readonly displayName: string;
  readonly description: string;
  readonly properties: readonly NewProperty[];
}

export interface NewProperty {
  readonly id: string;
  readonly propertyType: PropertyType;
  readonly cardinality: 'single' | 'multi';
  readonly defaultValue?: readonly Scalar[];
  readonly choices?: readonly string[];
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
}

export type Version = '1.1' | '1.0';

/** Operations answer the id that the object has afterwards. */
export interface Writer {
  readonly version: Version;
  createType(type: NewType): Promise<void>;
  addToType(id: string, property: NewProperty): Promise<void>;
  create(thing: NewThing): Promise<string>;
  update(id: string, values: Values): Promise<string>;
  bulkUpdate(ids: readonly string[], values: Values, addSecondaryTypeIds: readonly string[]): Promise<void>;
  move(id: string, folders: { readonly from: string; readonly to: string }): Promise<string>;
  setContent(id: string, content: Content): Promise<string>;
  appendContent(id: string, content: Content, isLastChunk: boolean): Promise<string>;
  deleteContent(id: string): Promise<string>;
  checkOut(id: string): Promise<string>;
  cancelCheckOut(id: string): Promise<void>;
  checkIn(id: string, input: CheckIn): Promise<string>;
  applyACL(id: string, changes: AclChanges): Promise<void>;
  applyPolicy(id: string, policyId: string): Promise<void>;
  removePolicy(id: string, policyId: string): Promise<void>;
  addToFolder(id: string, folderId: string): Promise<void>;
  /** Undefined: out of all of them. */
  removeFromFolder(id: string, folderId?: string): Promise<void>;
  delete(id: string, allVersions: boolean): Promise<void>;
  deleteTree(folderId: string): Promise<void>;
}

export interface ShownProperty {
  readonly type: string;
  readonly queryName: string;
  readonly localName: string;
  readonly displayName: string;
  /** As texts; none when it is not set. */
  readonly values: readonly string[];
}

export type ShownProperties = Readonly<Record<string, ShownProperty>>;

/** An object with everything that can be shown beside it. */
export interface ShownObject {
  readonly properties: ShownProperties;
  readonly allowableActions?: Readonly<Record<string, string>>;
  readonly acl?: readonly (Grant & { readonly direct: string })[];
  readonly exactACL?: string;
  readonly policyIds: readonly string[];
  readonly relationships: readonly ShownObject[];
}

/** The name of the exception, where there is no such object for the caller. */
export type ObjectOrError = ShownObject | string;

export interface Look {
  readonly object: ObjectOrError;
  /** Of documents. */
  readonly content?: Content | string;
  readonly versions?: readonly ShownObject[];
  /** Of folders, with the segment of each. */
  readonly children?: readonly (readonly [segment: string, child: ShownObject])[];
  /** Of what is no folder, with the segment in each. */
  readonly parents?: readonly (readonly [segment: string, parent: ShownObject])[];
  readonly policies?: readonly ShownObject[];
}

/** Texts and what is in them, by name. */
export type ShownType = Readonly<Record<string, unknown>>;

export interface Reader {
  readonly name: string;
  readonly version: Version;
  readonly binding: 'browser' | 'atompub';
  object(id: string): Promise<ObjectOrError>;
  look(id: string): Promise<Look>;
  type(id: string): Promise<ShownType>;
  query(statement: string): Promise<readonly ShownProperties[]>;
  /** Kinds and ids of all changes, the oldest first. */
  changes(): Promise<readonly (readonly [kind: string, objectId: string])[]>;
}

export const textOf = (value: Scalar): string => (value instanceof Date ? value.toISOString() : String(value));

export const listed = (value: Scalar | readonly Scalar[] | null): readonly Scalar[] =>
  value === null ? [] : Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar];

/** The base type that a look shows; undefined when there is no object. */
export const baseOf = (object: ObjectOrError): string | undefined =>
  typeof object === 'string' ? undefined : object.properties['cmis:baseTypeId']?.values[0];

/** File name of a Content-Disposition, as both bindings write it. */
export function fileNameOf(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]*)/i.exec(disposition ?? '')?.[1];
  return encoded === undefined
    ? (/filename="?([^";]*)"?/i.exec(disposition ?? '')?.[1] ?? '')
    : decodeURIComponent(encoded);
}
