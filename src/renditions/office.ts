/** Pages of office documents, by a LibreOffice that the machine has. */
import { spawn } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Undrawable } from './undrawable';
import { own } from '../model/own';

const OPEN_XML = 'application/vnd.openxmlformats-officedocument.';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.';
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/msword': 'doc',
  'application/rtf': 'rtf',
  'text/rtf': 'rtf',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  [`${OPEN_XML}wordprocessingml.document`]: 'docx',
  [`${OPEN_XML}spreadsheetml.sheet`]: 'xlsx',
  [`${OPEN_XML}presentationml.presentation`]: 'pptx',
  [`${OPEN_DOCUMENT}text`]: 'odt',
  [`${OPEN_DOCUMENT}spreadsheet`]: 'ods',
  [`${OPEN_DOCUMENT}presentation`]: 'odp',
  [`${OPEN_DOCUMENT}graphics`]: 'odg',
};

/** Undefined for what is no office document. */
export const officeExtension = (mimeType: string): string | undefined => own(EXTENSIONS, mimeType);

const item = (path: string, name: string, value: string): string =>
  `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;
/** Runs no macros, follows no links of documents, and has no way to any network. */
const SETTINGS =
  '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
  item('Office.Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true') +
  item('Office.Common/Security/Scripting', 'DisableMacrosExecution', 'true') +
  item('Office.Common/Security/Scripting', 'MacroSecurityLevel', '3') +
  item('Office.Writer/Content/Update', 'Link', '0') +
  item('Office.Calc/Content/Update', 'Link', '2') +
  item('Inet/Settings', 'ooInetProxyType', '1') +
  ['HTTP', 'HTTPS', 'FTP']
    .map(
      (protocol) =>
        item('Inet/Settings', `ooInet${protocol}ProxyName`, '127.0.0.1') +
        item('Inet/Settings', `ooInet${protocol}ProxyPort`, '9'),
    )
    .join('') +
  item('Inet/Settings', 'ooInetNoProxy', '') +
  '</oor:items>';

/** Of the user `nobody`, as whom it runs where the server is root. */
const NOBODY = 65534;
const MAX_ADDRESS_KB = 6 * 1024 * 1024;

export interface OfficeSource {
  readonly path: string;
  readonly extension: string;
  /** The program. */
  readonly office: string;
  /** A folder that somebody else removes. */
  readonly folder: string;
}

/** An office document as a PDF. @throws Undrawable. */
export async function officePages({ path, extension, office, folder }: OfficeSource): Promise<Buffer> {
  const isRoot = process.getuid?.() === 0;
  const work = join(folder, 'office');
  const settings = join(work, 'profile', 'user');
  await mkdir(settings, { recursive: true, mode: 0o700 });
  const copy = join(work, `source.${extension}`);
  await copyFile(path, copy);
  await writeFile(join(settings, 'registrymodifications.xcu'), SETTINGS);
  if (isRoot) {
    await chmod(folder, 0o711);
    for (const one of [work, dirname(settings), settings, copy, join(settings, 'registrymodifications.xcu')])
      await chown(one, NOBODY, NOBODY);
    await chmod(copy, 0o600);
  }
  const profile = `-env:UserInstallation=file://${join(work, 'profile')}`;
  const convert = [office, profile, '--headless', '--norestore', '--convert-to', 'pdf', '--outdir', work, copy];
  await run(convert, { work, isRoot });
  // It ends well whether it has made something or not.
  return readFile(join(work, 'source.pdf')).catch(() => {
    throw new Undrawable('It cannot be converted.');
  });
}

/** Without network where the system lets ordinary programs do without; with a limit of memory. */
const CONFINED = `ulimit -v ${MAX_ADDRESS_KB} 2>/dev/null
if unshare -rn true 2>/dev/null; then exec unshare -rn "$@"; else exec "$@"; fi`;

function run(
  command: readonly string[],
  { work, isRoot }: { readonly work: string; readonly isRoot: boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', CONFINED, 'sh', ...command], {
      cwd: work,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: work, TMPDIR: work, LANG: 'C.UTF-8' },
      stdio: 'ignore',
      ...(isRoot && { uid: NOBODY, gid: NOBODY }),
    });
    child.on('error', reject).on('exit', () => resolve());
  });
}
