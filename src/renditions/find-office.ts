import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const PLACES = [
  '/usr/lib/libreoffice/program',
  '/opt/libreoffice/program',
  '/Applications/LibreOffice.app/Contents/MacOS',
];

/** LibreOffice's program, in the folders of `PATH` or where its packages put it; undefined where there is none. */
export function findOffice(path = ''): string | undefined {
  // It is started by a shell.
  if (process.platform === 'win32') return undefined;
  return [...path.split(delimiter), ...PLACES]
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => join(folder, 'soffice'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
