import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { askConfined, kill, startConfined, type ConfinedLimits } from '../confined/confined-process';
import { RENDITIONS } from './definitions';
import type { Renderer, RenderingOutcome } from './renderer';
import type { RenderingReply, RenderingRequest } from './rendering-child';
import { drawable, sourceKind, type Abilities } from './source-kinds';

const MB = 1024 * 1024;
const HEAP_MB = 512;
const LIMITS: ConfinedLimits = { milliseconds: 60_000, bytes: 1024 * MB };
const ASKING: ConfinedLimits = { milliseconds: 20_000, bytes: 512 * MB };
const NOTHING: Abilities = { images: false, pages: false };

/** Draws each file in a process of its own. `limits`: of the process that draws a file. */
export function createRenderer(options: { readonly limits?: Partial<ConfinedLimits> } = {}): Renderer {
  const limits = { ...LIMITS, ...options.limits };
  const running = new Set<ChildProcess>();
  let known: Promise<Abilities> | undefined;
  const ask = async <T>(
    input: Omit<Parameters<typeof askConfined<RenderingReply, T>>[1], 'request'> & {
      readonly request: RenderingRequest;
    },
  ): Promise<T> => {
    const child = startConfined({ file: join(__dirname, 'rendering-child'), heapMB: HEAP_MB });
    running.add(child);
    try {
      return await askConfined(child, input);
    } finally {
      running.delete(child);
      kill(child);
    }
  };
  const abilities = (): Promise<Abilities> =>
    (known ??= ask<Abilities | undefined>({
      request: { kind: 'abilities' },
      limits: ASKING,
      hear: (reply) => (reply.kind === 'abilities' ? reply.abilities : undefined),
      lost: () => NOTHING,
    }).then((found) => {
      // Whoever was killed over it may have been in the way of others: the next one asks anew.
      if (found === NOTHING) known = undefined;
      return found ?? NOTHING;
    }));
  return {
    offered: async (mimeType) => {
      const kind = sourceKind(mimeType);
      if (!kind) return [];
      const can = drawable(kind, await abilities());
      return RENDITIONS.filter(({ box }) => (box === undefined ? can.pdf : can.image));
    },
    render: ({ path, mimeType, fileName }, wanted, target) =>
      ask<RenderingOutcome>({
        request: { kind: 'draw', path, mimeType, fileName, wanted, target },
        limits,
        hear: (reply) => (reply.kind === 'abilities' ? undefined : reply),
        lost: (reason) => ({ kind: 'failed', reason }),
      }),
    close: () => {
      for (const child of running) kill(child);
      return Promise.resolve();
    },
  };
}
