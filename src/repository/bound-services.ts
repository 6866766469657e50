import type { Caller } from '../model/principal';
import type { Request } from './contract/request';
import type { ReadUnit, Transactor, UnitOfWork } from './storage/storage';

interface Asking {
  readonly caller: Caller;
}

type Bound<F> = F extends (uow: never, input: infer I) => infer O ? (request: Asking, input: I) => O : never;
/** Operations as adapters call them: for a request, each one transaction or one read. */
export type AllBound<Fs> = { readonly [K in keyof Fs]: Bound<Fs[K]> };

/** Each operation of `reads` as one read of the caller, each of `writes` as one transaction, under the same names. */
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

type Unspoken<I> = I extends unknown ? Omit<I, 'dialect'> : never;
type Spoken<F> = F extends (uow: never, input: infer I) => infer O
  ? (request: Request, input: Unspoken<I>) => O
  : never;
/** As `AllBound`, of operations whose outcome depends on the dialect, which the request says. */
export type AllSpoken<Fs> = { readonly [K in keyof Fs]: Spoken<Fs[K]> };

type Operation = (uow: UnitOfWork, input: unknown) => Promise<unknown>;
/** Runs an operation for a request. */
type Call = (request: Request, input: unknown, operation: Operation) => Promise<unknown>;

const entriesOf = (operations: object, call: Call): readonly (readonly [string, unknown])[] =>
  Object.entries(operations as Readonly<Record<string, Operation>>).map(([name, operation]) => [
    name,
    (request: Request, input: unknown) => call(request, input, operation),
  ]);

/** Each of these operations as `call` calls it. */
export const calledServices = <Fs extends object>(operations: Fs, call: Call): AllBound<Fs> =>
  Object.fromEntries(entriesOf(operations, call)) as AllBound<Fs>;

/** Likewise, in the dialect of its request. */
export const spokenServices = <Fs extends object>(operations: Fs, call: Call): AllSpoken<Fs> =>
  Object.fromEntries(
    entriesOf(operations, (request, input, operation) =>
      call(request, input, (uow, known) => operation(uow, { ...(known as object), dialect: request.dialect })),
    ),
  ) as AllSpoken<Fs>;
