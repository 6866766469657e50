import type { Shape } from './shapes';

/** Null and the empty text, which mean the same, are read as null; undefined stays what was not sent. */
export const clearable = <T>(shape: Shape<T>): Shape<NonNullable<T> | null | undefined> => ({
  description: shape.description,
  read: (value, name) => {
    if (value === undefined) return undefined;
    return value === null || value === '' ? null : (shape.read(value, name) ?? null);
  },
});
