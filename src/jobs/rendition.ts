import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Staging } from '../content/staging';
import { renditionNamed } from '../renditions/definitions';
import type { Renderer } from '../renditions/renderer';
import type { RenditionSource, RenditionStore } from '../renditions/rendition-store';
import type { JobHandler } from './queue';

export interface RenditionJobParts {
  readonly renditions: RenditionStore;
  readonly renderer: Renderer;
  readonly staging: Staging;
  /** A file that holds exactly these bytes, where there is one. */
  readonly pathOf: (source: RenditionSource) => string | undefined;
  readonly open: (source: RenditionSource) => Promise<Readable>;
  /** Told why nothing could be made of a file. */
  readonly onFailure: (job: string, reason: string) => void;
}

/** Makes the rendition that the job names as `{content}/{name}`; a file of which none can be made has none. */
export function renditionHandler(parts: RenditionJobParts): JobHandler {
  const fail = async (key: string, reason: string): Promise<void> => {
    parts.onFailure(key, reason);
    await parts.renditions.fail({ ...namedBy(key), reason });
  };
  return {
    run: async ({ key, payload }, { signal }) => {
      const { contentKey, name } = namedBy(key);
      const definition = renditionNamed(name);
      const source = definition && (await parts.renditions.wanted(contentKey, name));
      if (!source) return;
      const folder = await mkdtemp(join(tmpdir(), 'triptych-rendition-'));
      try {
        const path = await fileOf(parts, source, folder);
        const target = join(folder, 'made');
        const file = { path, mimeType: text(payload['mimeType']), fileName: text(payload['fileName']) };
        const outcome = await parts.renderer.render(file, definition, target);
        // A process that ends takes along whoever draws for it: that says nothing of the file.
        signal.throwIfAborted();
        if (outcome.kind === 'failed') return await fail(key, outcome.reason);
        const bytes = await parts.staging.stage(createReadStream(target));
        const made = { ...outcome.rendered, contentKey, name, mimeType: definition.mimeType, bytes };
        if (!(await parts.renditions.add(made))) await parts.staging.release(bytes.key);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    giveUp: ({ key }, error) => fail(key, error),
  };
}

/** A job's key is `{content}/{name}`. */
function namedBy(key: string): { readonly contentKey: number; readonly name: string } {
  const [content = '', name = ''] = key.split('/');
  return { contentKey: Number(content), name };
}

async function fileOf(parts: RenditionJobParts, source: RenditionSource, folder: string): Promise<string> {
  const path = parts.pathOf(source);
  if (path !== undefined) return path;
  const copy = join(folder, 'content');
  await pipeline(await parts.open(source), createWriteStream(copy, { mode: 0o600 }));
  return copy;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
