import type { Caller } from '../model/principal';
import type { ReadUnit, Transactor, UnitOfWork } from './storage';

interface Asking {
  readonly caller: Caller;
}

type Bound<F> = F extends (uow: never, input: infer I) => infer O ? (request: Asking, input: I) => O : never;
/** Operations as adapters call them: for a request, each one transaction or one read. */
export type AllBound<Fs> = { readonly [K in keyof Fs]: Bound<Fs[K]> };

export function boundServices<R extends object, W extends object>(
  transactor: Transactor,
  { reads, writes }: { readonly reads: R; readonly writes: W },
): AllBound<R> & AllBound<W> {
  type Operation<U> = (uow: U, input: unknown) => Promise<unknown>;
  const bound = <U>(
    operations: object,
    run: (caller: Caller, work: (uow: U) => Promise<unknown>) => Promise<unknown>,
  ): readonly (readonly [string, unknown])[] =>
    Object.entries(operations as Readonly<Record<string, Operation<U>>>).map(([name, operation]) => [
      name,
      ({ caller }: Asking, input: unknown) => run(caller, (uow) => operation(uow, input)),
    ]);
  return Object.fromEntries([
    ...bound<ReadUnit>(reads, transactor.read.bind(transactor)),
    ...bound<UnitOfWork>(writes, transactor.write.bind(transactor)),
  ]) as AllBound<R> & AllBound<W>;
}
