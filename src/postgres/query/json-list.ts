/** JSON of any number of values of one type; functions such as `json_build_array` take no more than a hundred. */
export const jsonList = (items: readonly string[]): string =>
  items.length === 0 ? `'[]'::json` : `array_to_json(array[${items.join(', ')}])`;
