import { randomBytes } from 'node:crypto';

let pool = Buffer.alloc(0);
let used = 0;

function random(length: number): Buffer {
  if (used + length > pool.length) {
    pool = randomBytes(4096);
    used = 0;
  }
  used += length;
  return pool.subarray(used - length, used);
}

/** A UUID of version 7: its head is the time, so new rows lie side by side in indexes; 74 bits are random. RFC 9562 §5.7. */
export function uuidv7(now = Date.now()): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now, 0, 6);
  random(10).copy(bytes, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
