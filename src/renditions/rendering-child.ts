/**
 * The process in which strangers' files are drawn. It is started by `rendering`, knows no database and no secrets, and
 * is killed when it has answered or takes too much.
 */
import { writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { dirname } from 'node:path';
import { endWithParent } from '../confined/end-with-parent';
import type { RenditionDefinition } from './definitions';
import { draw } from './draw';
import { imageLibrary } from './draw-image';
import { pageLibrary } from './draw-page';
import type { RenderingOutcome } from './renderer';
import type { Abilities } from './source-kinds';

export type RenderingRequest =
  | { readonly kind: 'abilities' }
  | {
      readonly kind: 'draw';
      readonly path: string;
      readonly mimeType: string;
      readonly fileName: string;
      readonly wanted: RenditionDefinition;
      /** The file to write; beside it there is room for more. */
      readonly target: string;
      readonly office?: string;
    };

export type RenderingReply =
  { readonly kind: 'abilities'; readonly libraries: Omit<Abilities, 'office'> } | RenderingOutcome;

process.on('message', (request: RenderingRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});
endWithParent();
// Requests go first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

async function answer(request: RenderingRequest): Promise<RenderingReply> {
  if (request.kind === 'abilities') {
    const [images, pages] = await Promise.all([imageLibrary(), pageLibrary()]);
    return { kind: 'abilities', libraries: { images: images !== undefined, pages: pages !== undefined } };
  }
  try {
    const { bytes, ...rendered } = await draw({ ...request, folder: dirname(request.target) }, request.wanted);
    await writeFile(request.target, bytes, { mode: 0o600 });
    return { kind: 'made', rendered };
  } catch (error) {
    return { kind: 'failed', reason: (error as Error).message };
  }
}
