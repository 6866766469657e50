/** The account that every repository begins with, and the password that everybody knows. */
import type { Accounts } from './identity/directory';
import { verifyPassword } from './identity/passwords';
import { FIRST_ADMINISTRATOR } from './model/principal';

const KNOWN_PASSWORD = 'admin';
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** A server that others can reach must not have the password that everybody knows. @throws Error for the operator. */
export async function refuseKnownPassword(accounts: Accounts, host: string): Promise<void> {
  if (LOOPBACK.test(host) || !(await hasPassword(accounts, KNOWN_PASSWORD))) return;
  throw new Error(
    `The password of 'admin' is 'admin', so the server does not listen on '${host}', where others can reach it. Set another one: with ADMIN_PASSWORD before the first start, later with 'npm run user -- passwd admin'.`,
  );
}

/** What an operator should know of that account's password, in a sentence; `configured`: what ADMIN_PASSWORD says. */
export async function passwordWarning(accounts: Accounts, configured: string): Promise<string | undefined> {
  if (await hasPassword(accounts, KNOWN_PASSWORD)) {
    return `The password of 'admin' is 'admin', which everybody knows: 'npm run user -- passwd admin' sets another one.`;
  }
  if (configured === KNOWN_PASSWORD || (await hasPassword(accounts, configured))) return undefined;
  return `ADMIN_PASSWORD has no effect, for the repository was made before: 'npm run user -- passwd admin' sets the password of 'admin'.`;
}

async function hasPassword(accounts: Accounts, password: string): Promise<boolean> {
  const account = await accounts.account(FIRST_ADMINISTRATOR);
  return account?.enabled === true && (await verifyPassword(password, account.password, 'start'));
}
