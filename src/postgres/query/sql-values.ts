/** The values of a statement. Nothing that a client wrote enters its text in any other way. */
export interface SqlValues {
  /** A placeholder for the value, cast to the SQL type. */
  add(value: unknown, type: string): string;
  readonly list: readonly unknown[];
}

/** `first`: number of the first placeholder. */
export function sqlValues(first: number): SqlValues {
  const list: unknown[] = [];
  return {
    list,
    add: (value, type) => {
      list.push(value);
      return `$${first + list.length - 1}::${type}`;
    },
  };
}

/** A text constant. Only for ids of properties: an index on a property is found by the constant in its expression. */
export function sqlText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? `E${quoted}` : quoted;
}
