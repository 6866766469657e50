import type { Scalar } from './properties';

export type PropertyType = 'string' | 'boolean' | 'decimal' | 'integer' | 'datetime' | 'uri' | 'id' | 'html';
export type Cardinality = 'single' | 'multi';
export type Updatability = 'readonly' | 'readwrite' | 'whencheckedout' | 'oncreate';
export type Resolution = 'year' | 'date' | 'time';

export interface Choice {
  readonly displayName: string;
  readonly value: readonly Scalar[];
  readonly choice?: readonly Choice[];
}

/** A property definition, CMIS 1.1 §2.1.3.3.2. `inherited` is set by the registry for the type that it is shown on. */
export interface PropertyDefinition {
  readonly id: string;
  readonly localName: string;
  readonly localNamespace?: string;
  readonly displayName: string;
  readonly queryName: string;
  readonly description: string;
  readonly propertyType: PropertyType;
  readonly cardinality: Cardinality;
  readonly updatability: Updatability;
  readonly inherited: boolean;
  readonly required: boolean;
  readonly queryable: boolean;
  readonly orderable: boolean;
  readonly openChoice?: boolean;
  readonly choices?: readonly Choice[];
  readonly defaultValue?: readonly Scalar[];
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly maxLength?: number;
  readonly precision?: 32 | 64;
  readonly resolution?: Resolution;
}
