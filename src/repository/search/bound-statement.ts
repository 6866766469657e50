import type { TypeRegistry } from '../../model/type-registry';
import { containedAfts } from '../../query/afts/contained';
import { bind, type BindOptions } from '../../query/bind';
import type { BoundQuery } from '../../query/bound';
import { parseCmisSql } from '../../query/cmis-sql/parse';
import type { Dialect } from '../contract/request';

/** What statements may say in a dialect. */
export const statementOptions = (dialect: Dialect): BindOptions =>
  dialect === 'alfresco'
    ? { freeContains: true, freeOrderBy: true, readText: containedAfts(Date.now()) }
    : { freeContains: false, freeOrderBy: false };

const MOST_KNOWN = 500;
/** In UTF-16 units. */
const LONGEST_KNOWN = 2_000;
const known = new WeakMap<TypeRegistry, Map<string, BoundQuery>>();

/** Clients ask the same few statements again and again, so each is parsed once. @throws CmisError `invalidArgument`. */
export function boundStatement(
  types: TypeRegistry,
  { statement, dialect }: { readonly statement: string; readonly dialect: Dialect },
): BoundQuery {
  const bound = (): BoundQuery => bind(types, parseCmisSql(statement), statementOptions(dialect));
  if (statement.length > LONGEST_KNOWN || (dialect === 'alfresco' && mayTellTime(statement))) return bound();
  let statements = known.get(types);
  if (!statements) known.set(types, (statements = new Map<string, BoundQuery>()));
  const key = `${dialect} ${statement}`;
  const query = statements.get(key) ?? bound();
  // It was asked last.
  statements.delete(key);
  statements.set(key, query);
  const [oldest] = statements.size > MOST_KNOWN ? statements.keys() : [];
  if (oldest !== undefined) statements.delete(oldest);
  return query;
}

/** Alfresco's texts may speak of today. */
const mayTellTime = (statement: string): boolean => /contains/i.test(statement);
