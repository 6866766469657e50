import type { Answer, BrowserClient } from '../cmis/browser/client';
import { fresh } from './fixtures';

export interface PropertyDefinition {
  readonly id: string;
  readonly queryName: string;
  readonly propertyType: string;
  readonly cardinality: string;
  readonly updatability: string;
  readonly inherited: boolean;
  readonly required: boolean;
  readonly queryable: boolean;
  readonly orderable: boolean;
  readonly choice?: readonly { readonly value: unknown }[];
}

export interface TypeDefinition {
  readonly id: string;
  readonly parentId?: string;
  readonly baseId: string;
  readonly queryName: string;
  readonly displayName: string;
  readonly creatable: boolean;
  readonly fileable: boolean;
  readonly queryable: boolean;
  readonly versionable?: boolean;
  readonly contentStreamAllowed?: string;
  readonly typeMutability: Readonly<Record<'create' | 'update' | 'delete', boolean>>;
  readonly propertyDefinitions?: Readonly<Record<string, PropertyDefinition>>;
}

export interface TypeTree {
  readonly type: TypeDefinition;
  readonly children?: readonly TypeTree[];
}

/** A property definition as it is sent. */
export type NewProperty = Partial<Omit<PropertyDefinition, 'choice'>> & Readonly<Record<string, unknown>>;

export type NewType = Readonly<Record<string, unknown>> & {
  readonly propertyDefinitions?: Readonly<Record<string, NewProperty>>;
};

export const typeOf = (answer: Answer): TypeDefinition => answer.json as TypeDefinition;

export const flat = (trees: readonly TypeTree[]): readonly TypeDefinition[] =>
  trees.flatMap(({ type, children = [] }) => [type, ...flat(children)]);

/** An id that no type or property has. */
export const freshId = (): string => fresh().replace('object ', 'standard:t');

/** A single string unless said otherwise. */
export const property = (more: NewProperty = {}): NewProperty => ({
  propertyType: 'string',
  cardinality: 'single',
  ...more,
});

export const sendType = (client: BrowserClient, action: 'createType' | 'updateType', type: NewType): Promise<Answer> =>
  client.post('repository', action, { type: JSON.stringify(type) });

/** Makes a type; fails unless it can be made. */
export async function newType(client: BrowserClient, more: NewType = {}): Promise<TypeDefinition> {
  const answer = await sendType(client, 'createType', { id: freshId(), parentId: 'cmis:document', ...more });
  if (answer.status !== 201) throw new Error(answer.text);
  return typeOf(answer);
}
