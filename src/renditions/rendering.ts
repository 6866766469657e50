import { join } from 'node:path';
import { askConfined, type ConfinedLimits } from '../confined/confined-process';
import { RENDITIONS } from './definitions';
import type { Renderer, RenderingOutcome } from './renderer';
import type { RenderingReply, RenderingRequest } from './rendering-child';
import { drawable, sourceKind, type Abilities } from './source-kinds';
import { warmProcesses } from './warm-processes';

const MB = 1024 * 1024;
const HEAP_MB = 512;
const LIMITS: ConfinedLimits = { milliseconds: 30_000, bytes: 1024 * MB };
const ASKING: ConfinedLimits = { milliseconds: 20_000, bytes: 512 * MB };
/** Others start a whole office suite. */
const OFFICE_MILLISECONDS = 120_000;
const NOTHING = { images: false, pages: false };

/** Draws each file in a process of its own. `office`: the program that prints office documents, if there is one. */
export function createRenderer({ office }: { readonly office?: string | undefined } = {}): Renderer {
  const processes = warmProcesses({ file: join(__dirname, 'rendering-child'), heapMB: HEAP_MB });
  let known: Promise<Libraries> | undefined;
  const ask = <T>(input: Asking<T>): Promise<T> =>
    processes.use((child, end) =>
      askConfined(child, {
        ...input,
        lost: (reason) => {
          // It may be dying still: nobody else may get it.
          end();
          return input.lost(reason);
        },
      }),
    );
  const abilities = (): Promise<Libraries> =>
    (known ??= ask<Libraries | undefined>({
      request: { kind: 'abilities' },
      limits: ASKING,
      hear: (reply) => (reply.kind === 'abilities' ? reply.libraries : undefined),
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
      const can = drawable(kind, { ...(await abilities()), office: office !== undefined });
      return RENDITIONS.filter(({ box }) => (box === undefined ? can.pdf : can.image));
    },
    render: ({ path, mimeType, fileName }, wanted, target) =>
      ask<RenderingOutcome>({
        request: { kind: 'draw', path, mimeType, fileName, wanted, target, ...(office !== undefined && { office }) },
        limits: sourceKind(mimeType) === 'office' ? { ...LIMITS, milliseconds: OFFICE_MILLISECONDS } : LIMITS,
        hear: (reply) => (reply.kind === 'abilities' ? undefined : reply),
        lost: (reason) => ({ kind: 'failed', reason }),
      }),
    close: () => {
      processes.close();
      return Promise.resolve();
    },
  };
}

type Libraries = Omit<Abilities, 'office'>;

type Asking<T> = Omit<Parameters<typeof askConfined<RenderingReply, T>>[1], 'request'> & {
  readonly request: RenderingRequest;
};
