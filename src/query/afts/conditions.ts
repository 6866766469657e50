import type { Predicate } from '../ast';
import type { Bound } from '../bound';
import type { TextExpression } from '../text-expression';

/** What a search comes down to: everything, nothing, or what a predicate says. Never unknown. */
export type Condition = Predicate<Bound> | boolean;

/** Undefined: nothing is asked, as by a term without any word. */
export type Asked = Condition | undefined;

/** What all say, or one of them, of those that say something. */
export function joinedBy(join: (conditions: readonly Condition[]) => Condition, asked: readonly Asked[]): Asked {
  const conditions = asked.filter((each) => each !== undefined);
  return conditions.length === 0 ? undefined : join(conditions);
}

/** Everything that all say. Texts are asked together. */
export function allOf(conditions: readonly Condition[]): Condition {
  if (conditions.includes(false)) return false;
  return joined('and', conditions);
}

/** What one of them says at least; nothing when there are none. */
export function anyOf(conditions: readonly Condition[]): Condition {
  if (conditions.includes(true)) return true;
  return joined('or', absorbed(conditions));
}

function joined(kind: 'and' | 'or', conditions: readonly Condition[]): Condition {
  const predicates = conditions.filter((each) => typeof each !== 'boolean');
  const flat = predicates.flatMap((each) => (each.kind === kind ? each.operands : [each]));
  const texts: TextExpression[] = [];
  const others: Predicate<Bound>[] = [];
  for (const each of flat) {
    if (each.kind === 'contains') texts.push(each.text);
    else others.push(each);
  }
  const [text] = texts;
  const asked: Predicate<Bound>[] =
    text === undefined
      ? []
      : [{ kind: 'contains', table: 0, text: texts.length === 1 ? text : { kind, operands: texts } }];
  const all = [...asked, ...others];
  const [only] = all;
  if (!only) return kind === 'and';
  return all.length === 1 ? only : { kind, operands: all };
}

/** Without what a text among the alternatives says, too: that a word is in the title says less than that it is anywhere. */
function absorbed(conditions: readonly Condition[]): readonly Condition[] {
  const anywhere = new Set(
    conditions.flatMap((each) =>
      typeof each !== 'boolean' && each.kind === 'contains' && each.text.kind === 'term' ? [keyOf(each.text)] : [],
    ),
  );
  if (anywhere.size === 0) return conditions;
  const isAnywhere = (each: Predicate<Bound>): boolean =>
    each.kind === 'contains' && each.text.kind === 'term' && anywhere.has(keyOf(each.text));
  return conditions.filter(
    (each) => typeof each === 'boolean' || each.kind !== 'and' || !each.operands.some(isAnywhere),
  );
}

const keyOf = (term: TextExpression): string => JSON.stringify(term);

/** What is not so: where a value is not set, nothing is so. */
export function negated(condition: Condition): Condition {
  if (typeof condition === 'boolean') return !condition;
  switch (condition.kind) {
    case 'and':
      return anyOf(condition.operands.map(negated));
    case 'or':
      return allOf(condition.operands.map(negated));
    case 'not':
      return condition.operand;
    case 'compare':
    case 'in':
    case 'like':
    case 'anyIn':
    case 'anyNotIn': {
      const not: Predicate<Bound> = { kind: 'not', operand: condition };
      if (ALWAYS_SET.has(condition.column.property.id)) return not;
      return { kind: 'or', operands: [not, { kind: 'isNull', column: condition.column }] };
    }
    case 'isNull':
    case 'inFolder':
    case 'inTree':
    case 'contains':
    case 'search':
      return { kind: 'not', operand: condition };
  }
}

const ALWAYS_SET = new Set(
  [
    'objectId',
    'objectTypeId',
    'baseTypeId',
    'name',
    'createdBy',
    'creationDate',
    'lastModifiedBy',
    'lastModificationDate',
  ].map((name) => `cmis:${name}`),
);
