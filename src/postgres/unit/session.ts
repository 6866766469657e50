import { CmisError } from '../../model/errors';
import { ALL_PERMISSIONS } from '../../model/permissions';
import type { Caller } from '../../model/principal';
import type { TypeRegistry } from '../../model/type-registry';
import type { Executor, RawRow, Statement } from '../connection/database';
import type { KnownNames } from './known-names';
import type { KnownObjects } from './known-objects';

/** Thrown inside a unit when another process changed a type; the transactor reads the types again and starts over. */
export class TypesChanged extends Error {}

/** What a statement found out about the caller. */
export interface Standing {
  readonly name: string;
  readonly admin: boolean;
  /** Itself and all its groups. */
  readonly authorities: readonly string[];
}

/**
 * Runs the statements of one operation for one caller. Statements made by `callerStatement` bring, in the same round
 * trip, the caller's standing and the registry version, so a revoked account or a type made elsewhere acts at once.
 */
export interface Session {
  readonly caller: Caller;
  readonly executor: Executor;
  /** Of the process; absent in transactions, which see rows that nobody else sees. */
  readonly known?: KnownObjects;
  /** Likewise. */
  readonly names?: KnownNames;
  types: TypeRegistry;
  /** As the last statement saw it. */
  standing: Standing;
  /** Runs a `callerStatement`; `$1` is the caller. The answer is the parsed JSON of its body, null when that was null. */
  ask(statement: Statement, values?: readonly unknown[]): Promise<unknown>;
}

/**
 * A statement whose one column is JSON. In `body` the row `me` (id, name, admin, authorities) is there to join with, and
 * `r`, the repository's, and its own parameters begin with `$2`. `before` holds common table expressions.
 */
export function callerStatement(input: {
  readonly name: string;
  readonly before?: string;
  readonly body: string;
}): Statement {
  return {
    name: input.name,
    text: `with recursive me as materialized (
  select id, name, epoch, enabled, admin, authorities from principals where id = $1
)${input.before ? `, ${input.before}` : ''}
select r.registry_version, r.names_version, me.epoch, me.enabled, me.admin, me.authorities, (${input.body}) as answer
  from repository r left join me on true`,
  };
}

/**
 * Types and standing are what `input` says until the first statement brings them as they are; `known` and `names` are
 * what this process remembers, left out where rows must be read again.
 */
export function openSession(input: {
  readonly caller: Caller;
  readonly executor: Executor;
  readonly types: TypeRegistry;
  readonly known?: KnownObjects;
  readonly names?: KnownNames;
}): Session {
  const { caller, executor, known, names } = input;
  const session: Session = {
    caller,
    executor,
    ...(known && { known }),
    ...(names && { names }),
    types: input.types,
    standing: { name: caller.name, admin: caller.admin, authorities: [] },
    ask: async (statement, values = []) => {
      const rows = await executor.run(statement, [caller.id, ...values]);
      return answerOf(session, rows[0]);
    },
  };
  return session;
}

function answerOf(session: Session, row: RawRow | undefined): unknown {
  if (!row) throw new CmisError('runtime', 'The repository has not been made yet.');
  const [version, namesVersion, epoch, enabled, admin, authorities, answer] = row;
  if (epoch === null || epoch === undefined || Number(epoch) !== session.caller.epoch || enabled !== 't') {
    throw new CmisError('unauthorized', 'The credentials are no longer valid.');
  }
  if (Number(version) !== session.types.version) throw new TypesChanged();
  session.names?.saw(Number(namesVersion));
  session.standing = {
    name: session.caller.name,
    admin: admin === 't',
    authorities: (authorities ?? '{}').slice(1, -1).split(','),
  };
  return answer === null || answer === undefined ? null : (JSON.parse(answer) as unknown);
}

/** Effective permission bits that `grants` (principal id → bits) gives to the session's caller, who may be the owner. */
export function effectiveBits(
  standing: Standing,
  grants: Readonly<Record<string, number>> | null,
  owner: string | null,
): number {
  if (standing.admin || owner === standing.name) return ALL_PERMISSIONS;
  if (!grants) return 0;
  let bits = 0;
  for (const authority of standing.authorities) bits |= grants[authority] ?? 0;
  return bits;
}
