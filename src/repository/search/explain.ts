import { invalidArgument, objectNotFound, permissionDenied } from '../../model/errors';
import { SEE } from '../../model/permissions';
import type { Caller } from '../../model/principal';
import type { Predicate, Query, Written } from '../../query/ast';
import { bind } from '../../query/bind';
import type { BoundQuery, Table } from '../../query/bound';
import { parseCmisSql } from '../../query/cmis-sql/parse';
import { conditionText } from '../../query/condition-text';
import type { Check, Explained, Explanation, ExplainRequest } from '../contract/explanation';
import { findObject } from '../access/found';
import { requireObjectId } from '../values/object-id';
import { statementOptions } from './bound-statement';
import { selectedTables } from './query';
import type { Dialect, Request } from '../contract/request';
import type { ReadUnit, Transactor } from '../storage/storage';
import type { StoredObject } from '../values/stored-object';

/** Each costs two statements at most. */
const MAX_CONDITIONS = 200;

type Asked = ExplainRequest & { readonly dialect: Dialect };

/** How a statement is run, and why an object is in its result or is not. An extension of ours. */
export async function explain(
  transactor: Transactor,
  { caller, dialect }: Request,
  input: ExplainRequest & { readonly person?: string },
): Promise<Explanation> {
  const { person, objectId } = input;
  const asked = { ...input, dialect };
  if (person === undefined) return transactor.read(caller, (uow) => explainToCaller(uow, asked));
  if (objectId === undefined)
    throw invalidArgument(`There is no object whose place in the result of '${person}' is to be explained.`);
  const other = await transactor.read(caller, (uow) => callerNamed(uow, person));
  return transactor.read(other, (uow) => explainToOther(uow, { ...asked, objectId }));
}

async function callerNamed(uow: ReadUnit, name: string): Promise<Caller> {
  const person = await uow.people.person(name);
  if (!uow.caller.admin) throw permissionDenied('Only an administrator may ask what somebody else finds.');
  if (!person) throw invalidArgument(`There is no person '${name}' who may log in.`);
  return person;
}

async function explainToCaller(uow: ReadUnit, input: Asked): Promise<Explanation> {
  const read = statementOf(uow, input);
  const plan = uow.caller.admin ? await uow.queries.plan(planned(read.query, input)) : undefined;
  const { objectId } = input;
  if (objectId === undefined) return { ...(plan && { plan }) };
  const object = await explainObject(uow, { ...input, ...read, object: await findObject(uow, objectId) });
  return { ...(plan && { plan }), object };
}

/** An administrator is told of objects, too, that the other person may not read. */
async function explainToOther(uow: ReadUnit, input: Asked & { readonly objectId: string }): Promise<Explanation> {
  const read = statementOf(uow, input);
  const id = requireObjectId(input.objectId);
  const object = await uow.objects.byId(id);
  if (!object) throw objectNotFound(input.objectId);
  if (object.access & SEE) return { object: await explainObject(uow, { ...input, ...read, object }) };
  return { object: { objectId: object.id, inResult: false, checks: [accessCheck(uow, false)] } };
}

function statementOf(uow: ReadUnit, { statement, dialect }: Asked): Pick<Subject, 'written' | 'query'> {
  const written = parseCmisSql(statement);
  return { written, query: bind(uow.types, written, statementOptions(dialect)) };
}

const accessCheck = ({ caller }: ReadUnit, holds: boolean): Check => ({
  about: 'access',
  text: `'${caller.name}' may read the object`,
  holds,
});

const planned = (
  query: BoundQuery,
  { searchAllVersions, page }: Asked,
): Parameters<ReadUnit['queries']['plan']>[0] => ({
  query,
  wanted: selectedTables(query),
  searchAllVersions,
  page,
});

interface Subject extends Asked {
  readonly written: Query<Written>;
  readonly query: BoundQuery;
  readonly object: StoredObject;
}

async function explainObject(uow: ReadUnit, subject: Subject): Promise<Explained> {
  const { object, query, written } = subject;
  checkSize(written.where);
  const checks: Check[] = [accessCheck(uow, true)];
  const answer = (): Explained => ({
    objectId: object.id,
    inResult: checks.every(({ holds }) => holds === true),
    checks,
  });
  const table = query.tables.find((one) => isRowOf(one, object));
  checks.push({ about: 'type', text: `${object.type.id} is ${typesText(query.tables)}`, holds: table !== undefined });
  if (!table) return answer();
  const rows = rowsOf(uow, subject, table);
  const inVersions = await rows.exist({ allVersions: true });
  const isVersion = subject.searchAllVersions || (await rows.exist({ allVersions: false }));
  const isJoined = isVersion || inVersions;
  // Without a partner in the join there is no row in either case, and then it is not for the version.
  if (query.tables.length > 1) checks.push({ about: 'join', text: 'The joins have a partner for it', holds: isJoined });
  if (!isJoined) return answer();
  const text = subject.searchAllVersions ? 'All versions are searched' : 'It is a version that is searched';
  checks.push({ about: 'version', text, holds: isVersion });
  if (written.where) checks.push(await conditionOf(rows, written.where));
  return answer();
}

const isRowOf = ({ rowTypes, type }: Table, object: StoredObject): boolean =>
  type.baseId === 'cmis:secondary'
    ? object.secondaryTypes.some(({ id }) => rowTypes.some((row) => row.id === id))
    : rowTypes.some(({ id }) => id === object.type.id);

const typesText = (tables: readonly Table[]): string =>
  tables.map(({ type }) => (type.baseId === 'cmis:secondary' ? `extended by ${type.id}` : `a ${type.id}`)).join(' or ');

interface Rows {
  /** Whether there is a row that the object stands in, and of which the condition is true. */
  exist(input: { readonly where?: Predicate<Written>; readonly allVersions: boolean }): Promise<boolean>;
}

function rowsOf(uow: ReadUnit, { written, object, dialect }: Subject, table: Table): Rows {
  const isObject: Predicate<Written> = {
    kind: 'compare',
    column: `${table.name}.cmis:objectId`,
    operator: '=',
    value: { kind: 'string', value: object.id },
  };
  // Conditions may name columns by what the select list calls them; a score is there only together with its text.
  const columns = written.select.filter(({ kind }) => kind === 'column');
  const select = columns.length > 0 ? columns : [{ kind: 'all' as const, table: table.name }];
  const options = { ...statementOptions(dialect), freeContains: true };
  return {
    exist: async ({ where, allVersions }) => {
      const condition: Predicate<Written> = where ? { kind: 'and', operands: [isObject, where] } : isObject;
      const query = bind(uow.types, { select, from: written.from, where: condition, orderBy: [] }, options);
      const page = { maxItems: 1, skipCount: 0 };
      const { hits } = await uow.queries.page({ query, wanted: [table.index], searchAllVersions: allVersions, page });
      return hits.length > 0;
    },
  };
}

/** Every condition is asked of the object by itself: what the whole comes to is then plain to see. */
async function conditionOf(rows: Rows, where: Predicate<Written>): Promise<Check> {
  const holds = (await rows.exist({ where, allVersions: true }))
    ? true
    : (await rows.exist({ where: { kind: 'not', operand: where }, allVersions: true }))
      ? false
      : 'unknown';
  const check: Check = { about: 'condition', text: conditionText(where), holds };
  if (where.kind !== 'and' && where.kind !== 'or') return check;
  const parts: Check[] = [];
  for (const operand of where.operands) parts.push(await conditionOf(rows, operand));
  return { ...check, parts };
}

function checkSize(where: Predicate<Written> | undefined): void {
  if (where && sizeOf(where) > MAX_CONDITIONS)
    throw invalidArgument(`The query has more than ${MAX_CONDITIONS} conditions: that many are not explained.`);
}

const sizeOf = (where: Predicate<Written>): number =>
  where.kind === 'and' || where.kind === 'or' ? where.operands.reduce((size, operand) => size + sizeOf(operand), 1) : 1;
