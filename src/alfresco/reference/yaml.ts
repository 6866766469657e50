type Node = string | number | boolean | null | readonly Node[] | { readonly [name: string]: Node | undefined };

/** JSON as YAML in blocks, with texts quoted as in JSON, which YAML takes them for; members that are undefined are left out. */
export function yaml(value: unknown): string {
  return `${lines(value as Node).join('\n')}\n`;
}

function lines(value: Node): readonly string[] {
  if (isList(value)) {
    return value.length === 0 ? ['[]'] : value.flatMap((item) => indented('- ', lines(item)));
  }
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value)];
  const members = Object.entries(value).filter((member): member is [string, Node] => member[1] !== undefined);
  if (members.length === 0) return ['{}'];
  return members.flatMap(([name, member]) => {
    const [first = '', ...more] = lines(member);
    const isBlock = typeof member === 'object' && member !== null && first !== '[]' && first !== '{}';
    return isBlock ? [`${key(name)}:`, ...indented('  ', [first, ...more])] : [`${key(name)}: ${first}`];
  });
}

/** `Array.isArray` does not see that a list may be read-only. */
const isList = (value: Node): value is readonly Node[] => Array.isArray(value);

const indented = (mark: string, [first = '', ...more]: readonly string[]): readonly string[] => [
  mark + first,
  ...more.map((line) => `  ${line}`),
];

/** Words that some readers of YAML take for booleans, and all that is no plain word, are quoted. */
const key = (name: string): string =>
  /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[A-Za-z_][\w-]*$/i.test(name) ? name : JSON.stringify(name);
