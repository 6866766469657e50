import type { PropertyDefinition } from './property-definition';

export type BaseTypeId =
  'cmis:document' | 'cmis:folder' | 'cmis:relationship' | 'cmis:policy' | 'cmis:item' | 'cmis:secondary';

export interface TypeMutability {
  readonly create: boolean;
  readonly update: boolean;
  readonly delete: boolean;
}

/** Attributes of every type, CMIS 1.1 §2.1.3.2.1. */
interface TypeAttributes {
  /** Storage key: tells two generations of one id apart, never shown to clients. 0 until the registry has read it. */
  readonly key: number;
  readonly id: string;
  readonly localName: string;
  readonly localNamespace: string;
  readonly displayName: string;
  readonly queryName: string;
  readonly description: string;
  readonly parentId?: string;
  readonly creatable: boolean;
  readonly fileable: boolean;
  readonly queryable: boolean;
  readonly fulltextIndexed: boolean;
  readonly includedInSupertypeQuery: boolean;
  readonly controllablePolicy: boolean;
  readonly controllableACL: boolean;
  readonly typeMutability: TypeMutability;
  /** Every property of the type, inherited ones first, in a stable order. */
  readonly propertyDefinitions: ReadonlyMap<string, PropertyDefinition>;
  /** Secondary types that every object of this type carries (Alfresco's mandatory aspects). */
  readonly mandatorySecondaryTypeIds: readonly string[];
}

export type ContentStreamAllowed = 'notallowed' | 'allowed' | 'required';

export interface DocumentType extends TypeAttributes {
  readonly baseId: 'cmis:document';
  readonly versionable: boolean;
  readonly contentStreamAllowed: ContentStreamAllowed;
}
export interface FolderType extends TypeAttributes {
  readonly baseId: 'cmis:folder';
}
export interface RelationshipType extends TypeAttributes {
  readonly baseId: 'cmis:relationship';
  /** Empty: any type. */
  readonly allowedSourceTypes: readonly string[];
  readonly allowedTargetTypes: readonly string[];
}
export interface PolicyType extends TypeAttributes {
  readonly baseId: 'cmis:policy';
}
export interface ItemType extends TypeAttributes {
  readonly baseId: 'cmis:item';
}
export interface SecondaryType extends TypeAttributes {
  readonly baseId: 'cmis:secondary';
}

export type TypeDefinition = DocumentType | FolderType | RelationshipType | PolicyType | ItemType | SecondaryType;
export type PrimaryType = Exclude<TypeDefinition, SecondaryType>;
export type TypeOfBase<B extends BaseTypeId> = Extract<TypeDefinition, { readonly baseId: B }>;

/** What people work with: these alone are commented on, tagged, rated and packed. */
export const isDocumentOrFolder = ({ baseId }: Pick<TypeDefinition, 'baseId'>): boolean =>
  baseId === 'cmis:document' || baseId === 'cmis:folder';

/**
 * A type as it is declared: with the properties that it adds itself. What `createType` stores and what the built-in
 * types are written as; the registry makes `TypeDefinition`s of a set of these.
 */
type Declare<T> = T extends TypeDefinition
  ? Omit<T, 'key' | 'propertyDefinitions'> & { readonly propertyDefinitions: readonly PropertyDefinition[] }
  : never;
export type TypeDeclaration = Declare<TypeDefinition>;
