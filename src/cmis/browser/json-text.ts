/** JSON as one text, or in pieces that are made while they are sent: a long answer need not be in memory as a whole. */
export type JsonText = string | Iterable<string>;

const PIECE_LENGTH = 256 * 1024;

/** One text where there is but one piece. */
export function gathered(pieces: Generator<string, void>): JsonText {
  const first = pieces.next();
  if (first.done) return '';
  const second = pieces.next();
  return second.done ? first.value : following([first.value, second.value], pieces);
}

function* following(made: readonly string[], pieces: Generator<string, void>): Generator<string, void> {
  yield* made;
  yield* pieces;
}

/** A list of what `write` makes of the items, between what stands before and after it. */
export function* listPieces<T>(list: {
  readonly before: string;
  readonly items: readonly T[];
  readonly write: (item: T) => string;
  readonly after: string;
}): Generator<string, void> {
  let json = `${list.before}[`;
  for (let index = 0; index < list.items.length; index += 1) {
    if (index > 0) json += ',';
    json += list.write(list.items[index] as T);
    if (isPiece(json)) {
      yield json;
      json = '';
    }
  }
  yield `${json}]${list.after}`;
}

/** Whether it is long enough to be sent before more is made. */
export const isPiece = (json: string): boolean => json.length > PIECE_LENGTH;
