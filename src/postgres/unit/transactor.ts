import type { Caller } from '../../model/principal';
import type { TypeRegistry } from '../../model/type-registry';
import type { ReadUnit, RepositoryRow, Transactor, UnitOfWork } from '../../repository/storage/storage';
import type { Database, Executor } from '../connection/database';
import { isRetryable, translate } from '../connection/errors';
import type { KnownNames } from './known-names';
import type { KnownObjects } from './known-objects';
import { openSession, TypesChanged, type Session } from './session';

/** What the transactor keeps between units: the newest types this process has seen, and what never changes. */
export interface Shared {
  types: TypeRegistry;
  readonly repository: RepositoryRow;
  readonly known: KnownObjects;
  readonly names: KnownNames;
}

export interface TransactorParts {
  readonly database: Database;
  readonly shared: Shared;
  readonly loadTypes: (executor: Executor) => Promise<TypeRegistry>;
  readonly readUnit: (session: Session, shared: Shared) => ReadUnit;
  readonly unitOfWork: (session: Session, input: { readonly shared: Shared; readonly now: number }) => UnitOfWork;
}

const ATTEMPTS = 5;

/**
 * The one place where transactions begin and end. A unit starts over when types changed under it (bounded, since type
 * changes are rare) and when PostgreSQL gave it up for others.
 */
export function createTransactor(parts: TransactorParts): Transactor {
  const { database, shared } = parts;

  const again = async (error: unknown, attempt: number): Promise<void> => {
    if (attempt >= ATTEMPTS) throw translate(error);
    if (error instanceof TypesChanged) {
      const loaded = await parts.loadTypes(database);
      if (loaded.version >= shared.types.version) shared.types = loaded;
      return;
    }
    if (!isRetryable(error)) throw translate(error);
    // Those who collided must not meet again at the same moment.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
  };

  const attempts = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        await again(error, attempt);
      }
    }
  };

  return {
    knownTypes: () => shared.types,
    read: (caller, work) =>
      attempts(() => work(parts.readUnit(openSession({ caller, executor: database, ...shared }), shared))),
    write: (caller: Caller, work) =>
      attempts(async () => {
        let session: Session | undefined;
        const result = await database.transaction((executor) => {
          session = openSession({ caller, executor, types: shared.types });
          return work(parts.unitOfWork(session, { shared, now: Date.now() }));
        });
        // Types that the unit itself changed are the ones that the next unit starts with.
        if (session && session.types.version > shared.types.version) shared.types = session.types;
        return result;
      }),
  };
}
