import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { constraint } from '../model/errors';
import { normalForm } from '../model/normal-form';
import { fairQueue } from './fair-queue';

/** What new hashes cost. Hashes bring their own parameters, so these can rise without making old ones worthless. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** More than any hash of ours needs: whoever can write the table must not be able to exhaust the memory. */
const MAX_MEMORY = 256 * 1024 * 1024;

/** Hashing runs on the threads that files need too, and takes 32 MB each time. */
const queue = fairQueue({ atOnce: 2, waitingPerLane: 256 });

/** Verified for names that nobody has, so that they take as long as others. Its password was thrown away. */
const NOBODY = format(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));

const MAX_LENGTH = 1024;

/** @throws CmisError `constraint` for a new password that cannot be typed or sent at every login. */
export function checkPassword(password: string): void {
  if (password === '') throw constraint('The password is empty.');
  if (password.length > MAX_LENGTH) throw constraint(`The password is longer than ${MAX_LENGTH} characters.`);
  if (/\p{Cc}/u.test(password)) throw constraint('The password holds a control character.');
}

/**
 * Hashes a new password: `scrypt$N$r$p$salt$hash`, the last two in base64.
 * @throws CmisError `constraint` as `checkPassword`.
 */
export async function hashPassword(password: string): Promise<string> {
  checkPassword(password);
  const salt = randomBytes(SALT_BYTES);
  const hash = await queue.run('', () => derive(password, salt, { ...COST, length: HASH_BYTES }));
  return format(salt, hash);
}

/**
 * Whether the password belongs to the hash. Without a hash the answer is no, at the price of a yes. Waits for its turn
 * among the lanes that want something verified.
 * @throws Error when the hash is none of ours; CmisError `unauthorized` when too many of the lane wait.
 */
export async function verifyPassword(password: string, hash: string | undefined, lane: string): Promise<boolean> {
  const { salt, expected, cost } = parse(hash ?? NOBODY);
  const derived = await queue.run(lane, () => derive(password, salt, { ...cost, length: expected.length }));
  return timingSafeEqual(derived, expected) && hash !== undefined;
}

function derive(
  password: string,
  salt: Buffer,
  { N, r, p, length }: { readonly N: number; readonly r: number; readonly p: number; readonly length: number },
): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: MAX_MEMORY };
  return new Promise((resolve, reject) => {
    // However a keyboard composes letters.
    scrypt(normalForm(password, 'NFC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function format(salt: Buffer, hash: Buffer): string {
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), hash.toString('base64')].join('$');
}

function parse(hash: string): { readonly salt: Buffer; readonly expected: Buffer; readonly cost: typeof COST } {
  const [scheme, N, r, p, salt = '', expected = ''] = hash.split('$');
  const bytes = Buffer.from(expected, 'base64');
  if (scheme !== 'scrypt' || bytes.length < 16) throw new Error('A stored password hash cannot be read.');
  return { salt: Buffer.from(salt, 'base64'), expected: bytes, cost: { N: Number(N), r: Number(r), p: Number(p) } };
}
