import type { ReadStream } from 'node:tty';

/**
 * A password from the terminal, typed twice and not shown, or else the first line of the input.
 * @throws Error in a sentence when there is none, the two differ, or the user gives up.
 */
export async function readPassword(name: string): Promise<string> {
  const { stdin } = process;
  if (!stdin.isTTY) return firstLine(stdin);
  const password = await ask(stdin, `Password of '${name}': `);
  if (password !== (await ask(stdin, 'Again: '))) throw new Error('The two passwords are not the same.');
  return password;
}

async function firstLine(input: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (bytes.includes('\n') || length > 64 * 1024) break;
  }
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/, 1);
  if (line === '') throw new Error('A password is needed: as the first line of the input, or with --password.');
  return line;
}

// What the keys send to a terminal that interprets nothing.
const ENTER = ['\r', '\n', '\u0004'];
const ERASE = ['\b', '\u007f'];
const INTERRUPT = '\u0003';

function ask(terminal: ReadStream, prompt: string): Promise<string> {
  process.stderr.write(prompt);
  terminal.setRawMode(true).setEncoding('utf8').resume();
  return new Promise((resolve, reject) => {
    let typed: readonly string[] = [];
    const end = (act: () => void): void => {
      terminal.off('data', read).setRawMode(false).pause();
      process.stderr.write('\n');
      act();
    };
    const read = (text: string): void => {
      for (const character of text) {
        if (ENTER.includes(character)) return end(() => resolve(typed.join('')));
        if (character === INTERRUPT) return end(() => reject(new Error('Given up.')));
        typed = ERASE.includes(character) ? typed.slice(0, -1) : [...typed, character];
      }
    };
    terminal.on('data', read);
  });
}
