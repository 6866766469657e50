/** A field as it was written, escapes read and a leading `@` left out: `name`, `cm:name`, `{uri}name`, `content.size`. */
export interface Field {
  readonly name: string;
  /** Where it stands in the query, counted in characters from 1. */
  readonly at: number;
}

/** `exact`: as written and as a whole (`=`). `expanded`: by words and their forms even where exact is usual (`~`). */
export type Manner = 'usual' | 'exact' | 'expanded';

/** An end of a range as it was written, escapes read. */
export interface Limit {
  readonly value: string;
  readonly inclusive: boolean;
}

interface Asked {
  /** Undefined: the default field of the search. */
  readonly field?: Field;
  readonly at: number;
  /** Asked of several fields at once, where those with other kinds of values just do not have it. */
  readonly spread?: true;
}

/**
 * One question to a field. In patterns `*` stands for any run of characters and `?` for one, and `\` before one of the
 * three for that character.
 */
export type Test =
  /** `fuzzy`: similarity from 0 to 1. */
  | (Asked & { readonly kind: 'term'; readonly pattern: string; readonly manner: Manner; readonly fuzzy?: number })
  /** `slop`: how many places the words may be off. */
  | (Asked & { readonly kind: 'phrase'; readonly pattern: string; readonly manner: Manner; readonly slop?: number })
  | (Asked & { readonly kind: 'range'; readonly from: Limit; readonly to: Limit })
  /** Words near each other, each at most `distance` words after the one before; undefined: anywhere. */
  | (Asked & { readonly kind: 'proximity'; readonly words: readonly string[]; readonly distance?: number });

/**
 * A search. What is written with `-` is a `not`. Groups of a field are resolved: each test in them names the field.
 * `preferred`: what need not be there and only raises the score (`|`).
 */
export type AftsNode =
  | Test
  | { readonly kind: 'and'; readonly operands: readonly AftsNode[]; readonly preferred?: readonly AftsNode[] }
  | { readonly kind: 'or'; readonly operands: readonly AftsNode[] }
  | { readonly kind: 'not'; readonly operand: AftsNode }
  | { readonly kind: 'boost'; readonly operand: AftsNode; readonly factor: number }
  /** In templates: the test that the template stands for, asked of these fields. */
  | { readonly kind: 'asked'; readonly fields: readonly Field[] };
