import { UnreadableFile } from '../../source-file';

/** What the window holds before anything was unpacked; MS-OXRTFCP §2.1.2.1. */
const PRELOADED =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const WINDOW = 4096;
const HEADER_BYTES = 16;
const PACKED = 0x75465a4c;

/** The RTF in a message of Outlook; MS-OXRTFCP. @throws UnreadableFile when it has more bytes than `most`. */
export function unpackRtf(packed: Buffer, most: number): Buffer {
  const length = packed.readUInt32LE(4);
  if (length > most) throw new UnreadableFile(`It unpacks to more than ${most} bytes.`);
  if (packed.readUInt32LE(8) !== PACKED) return packed.subarray(HEADER_BYTES, HEADER_BYTES + length);
  const window = Buffer.alloc(WINDOW);
  let place = window.write(PRELOADED, 'latin1');
  const unpacked = Buffer.alloc(length);
  let written = 0;
  const put = (byte: number): void => {
    window[place] = byte;
    place = (place + 1) % WINDOW;
    if (written < length) unpacked[written++] = byte;
  };
  for (let at = HEADER_BYTES; at < packed.length && written < length;) {
    const kinds = packed.readUInt8(at++);
    for (let bit = 0; bit < 8 && at < packed.length; bit++) {
      if ((kinds & (1 << bit)) === 0) {
        put(packed.readUInt8(at++));
        continue;
      }
      if (at + 2 > packed.length) break;
      const reference = packed.readUInt16BE(at);
      at += 2;
      const from = reference >> 4;
      if (from === place) return unpacked.subarray(0, written);
      for (let index = 0; index < (reference & 15) + 2; index++) put(window.readUInt8((from + index) % WINDOW));
    }
  }
  return unpacked.subarray(0, written);
}
