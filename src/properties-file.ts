import { existsSync, readFileSync } from 'node:fs';

/**
 * Alfresco's own configuration: the file that ALFRESCO_GLOBAL_PROPERTIES names, else `alfresco-global.properties`
 * beside the process, else nothing. @throws Error when a file that was named cannot be read.
 */
export function readAlfrescoProperties(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  // Empty is absent, as of all variables.
  const named = env['ALFRESCO_GLOBAL_PROPERTIES']?.trim() || undefined;
  const file = named ?? 'alfresco-global.properties';
  if (named === undefined && !existsSync(file)) return {};
  try {
    return parseProperties(readFileSync(file, 'utf8'));
  } catch (error) {
    const sentence =
      named === undefined
        ? `'${file}' beside the process cannot be read.`
        : `ALFRESCO_GLOBAL_PROPERTIES names '${file}', which cannot be read.`;
    throw new Error(sentence, { cause: error });
  }
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** Java's `.properties` format: comments, continued lines, `=`, `:` or white space between key and value, escapes. */
export function parseProperties(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    let line = (lines[index] ?? '').trimStart();
    if (line === '' || line.startsWith('#') || line.startsWith('!')) continue;
    while (/(?:^|[^\\])(?:\\\\)*\\$/.test(line) && index + 1 < lines.length) {
      line = line.slice(0, -1) + (lines[++index] ?? '').trimStart();
    }
    const [, key = '', value = ''] = /^((?:\\.|[^\\=:\s])*)\s*[=:]?\s*(.*)$/su.exec(line) ?? [];
    values[unescape(key)] = unescape(value);
  }
  return values;
}

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gsu, (_, code: string | undefined, letter: string | undefined) =>
    code === undefined ? (ESCAPES[letter ?? ''] ?? letter ?? '') : String.fromCharCode(parseInt(code, 16)),
  );
}
