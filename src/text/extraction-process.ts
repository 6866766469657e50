import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { askConfined, kill, startConfined, type ConfinedLimits } from '../confined/confined-process';
import type { ContentText } from './text-extractor';

export interface ExtractionRequest {
  readonly path: string;
  readonly mimeType: string;
  readonly fileName: string;
  readonly maxCharacters: number;
}

export type ExtractionReply =
  | { readonly part: string }
  | { readonly text: string }
  | { readonly end: Omit<ContentText, 'parts' | 'text'>; readonly residentBytes: number };

/** `killed`: the file took more than it may have, or brought the process down; there is a new one for the next. */
export type ExtractionOutcome =
  { readonly kind: 'text'; readonly text: ContentText } | { readonly kind: 'killed'; readonly reason: string };

/** One warm process that reads one file after the other. */
export interface ExtractionProcess {
  run(request: ExtractionRequest, limits: ConfinedLimits): Promise<ExtractionOutcome>;
  close(): void;
}

const MB = 1024 * 1024;
/** After so many files, or when it has grown to this, a new process takes over: nothing piles up. */
const MAX_FILES = 200;
const MAX_REST_BYTES = 300 * MB;
const HEAP_MB = 256;

export function extractionProcess(): ExtractionProcess {
  let child: ChildProcess | undefined;
  let files = 0;
  const end = (): void => {
    if (child) kill(child);
    child = undefined;
    files = 0;
  };
  return {
    run: async (request, limits) => {
      const current = (child ??= startChild());
      files++;
      const { outcome, residentBytes } = await ask(current, request, limits);
      if (outcome.kind === 'killed' || files >= MAX_FILES || residentBytes > MAX_REST_BYTES) {
        if (child === current) end();
        else kill(current);
      }
      return outcome;
    },
    close: end,
  };
}

const startChild = (): ChildProcess => startConfined({ file: join(__dirname, 'extraction-child'), heapMB: HEAP_MB });

interface Extracted {
  readonly outcome: ExtractionOutcome;
  readonly residentBytes: number;
}

function ask(child: ChildProcess, request: ExtractionRequest, limits: ConfinedLimits): Promise<Extracted> {
  const parts: string[] = [];
  const texts: string[] = [];
  return askConfined<ExtractionReply, Extracted>(child, {
    request,
    limits,
    hear: (reply) => {
      if ('end' in reply) {
        const text = { ...reply.end, parts, ...(texts.length > 0 && { text: texts.join('') }) };
        return { outcome: { kind: 'text', text }, residentBytes: reply.residentBytes };
      }
      if ('part' in reply) parts.push(reply.part);
      else texts.push(reply.text);
      return undefined;
    },
    lost: (reason) => ({ outcome: { kind: 'killed', reason }, residentBytes: 0 }),
  });
}
