import { Readable } from 'node:stream';
import type { ContentAnswer } from '../../repository/contract/content-answer';

/** A sheet of paper, 100 pixels high. */
const SHEET = Buffer.from(
  [
    'iVBORw0KGgoAAAANSUhEUgAAAGQAAABkBAMAAACCzIhnAAAAMFBMVEVMaXGJiYmKioqJiYl/f3+KioqJiYn19fWKioq0tLS/v7/c',
    '3NzDw8O8vLyzs7OioqJEID32AAAAB3RSTlMAgIh2Ap5BaYv4bwAAAAlwSFlzAAALEwAACxMBAJqcGAAAANlJREFUWIXt180JwkAQ',
    'xfEt45092IAWYBFbgRYRchQRFg/uUe0g2IHagi3YguccPfhx2MwbdkWQhPnffzwIk0Ccs75uMek21QlCt/WsmASvk3hLa6M+g02V',
    '1mz3vpic1BlI5KLOQCTqDESizkAm2gxkos2AEGUGhCgzYITPgBE+A0roDCihM+CEzUAg8f6s9dkkvFuVk2UuOR9ftdnkU2NECPbE',
    'hnUw9SFp118iZ0QKdmOV3dhw3pc6+VD0mcgZkYI9MZYdzB8PJl5p7GckKP2MzEdKY5FYLqcHHUTRRBHb5hUAAAAASUVORK5CYII=',
  ].join(''),
  'base64',
);

/** What stands for a rendition that is not made. */
export const placeholder = (name: string): ContentAnswer => pictureAnswer(name, SHEET);

/** A PNG in the place of another picture: never newer than anything, so that nobody keeps it there. */
export const pictureAnswer = (name: string, png: Buffer): ContentAnswer => ({
  content: { id: `placeholder-${name}`, length: png.length, mimeType: 'image/png', fileName: name },
  modified: 0,
  open: ({ offset, length = png.length } = { offset: 0 }) =>
    Promise.resolve(Readable.from([png.subarray(offset, offset + length)])),
});
