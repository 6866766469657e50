import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A mail as it came in. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface MailServer {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** How many were offered, taken or not. */
  readonly offers: number;
  /** What the next offer, or the next one to that address, is answered instead of being taken. */
  refuse(answer: string, address?: string): void;
  /** Leaves whoever sends to these without an answer, until what is made here is called; then they are refused. */
  hang(...addresses: readonly string[]): () => void;
  /** How many have none now. */
  readonly hanging: number;
  /** The mails from the given one on, as soon as there are so many. */
  next(count: number): Promise<readonly ReceivedMail[]>;
  close(): Promise<void>;
}

/** Speaks as much SMTP as it takes to receive mails. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const refusals: { readonly answer: string; readonly address: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const silent = new Set<string>();
  const hanging = new Map<Socket, () => void>();
  let offers = 0;
  let shown = 0;
  let wake = (): void => undefined;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket
      .on('close', () => [sockets, hanging].forEach((open) => open.delete(socket)))
      .on('error', () => socket.destroy());
    converse(socket, {
      waits: (to, answer) => silent.has(to) && hanging.set(socket, answer) === hanging,
      offer: (mail) => {
        offers++;
        const at = refusals.findIndex(({ address }) => address === undefined || mail.to.includes(address));
        const [refusal] = at < 0 ? [] : refusals.splice(at, 1);
        if (refusal === undefined) mails.push(mail);
        wake();
        return refusal?.answer;
      },
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    get offers() {
      return offers;
    },
    refuse: (answer, address) => void refusals.push({ answer, address }),
    hang: (...addresses) => {
      for (const address of addresses) silent.add(address);
      return () => {
        silent.clear();
        for (const answer of hanging.values()) answer();
        hanging.clear();
      };
    },
    get hanging() {
      return hanging.size;
    },
    next: async (count) => {
      while (mails.length < shown + count) await new Promise<void>((resolve) => (wake = resolve));
      shown += count;
      return mails.slice(shown - count, shown);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Conversation {
  /** Whether whoever sends to this address has no answer before `refuse` is called. */
  readonly waits: (to: string, refuse: () => void) => boolean;
  /** What a mail is answered, undefined when it is taken. */
  readonly offer: (mail: ReceivedMail) => string | undefined;
}

function converse(socket: Socket, { waits, offer }: Conversation): void {
  let pending = '';
  let from = '';
  let to: string[] = [];
  let data: string[] | undefined;
  const answer = (text: string): void => void socket.write(`${text}\r\n`);
  const line = (text: string): void => {
    if (data) {
      if (text !== '.') return void data.push(text.replace(/^\.\./, '.'));
      answer(offer({ from, to, ...parsed(data) }) ?? '250 OK');
      data = undefined;
    } else if (text.startsWith('EHLO') || text.startsWith('HELO')) answer('250 test');
    else if (text.startsWith('MAIL FROM:')) {
      from = text;
      to = [];
      answer('250 OK');
    } else if (text.startsWith('RCPT TO:')) {
      const address = /<(.*)>/.exec(text)?.[1] ?? text;
      to.push(address);
      if (!waits(address, () => answer('550 Nobody'))) answer('250 OK');
    } else if (text === 'DATA') {
      data = [];
      answer('354 Go on');
    } else if (text === 'QUIT') socket.end('221 Bye\r\n');
    else answer('502 Not here');
  };
  answer('220 test');
  socket.on('data', (chunk) => {
    const lines = (pending + chunk.toString('latin1')).split('\r\n');
    pending = lines.pop() ?? '';
    lines.forEach(line);
  });
}

function parsed(lines: readonly string[]): Pick<ReceivedMail, 'headers' | 'text'> {
  const blank = lines.indexOf('');
  const head = lines
    .slice(0, blank)
    .join('\n')
    .replace(/\n[ \t]+/g, ' ');
  const headers = Object.fromEntries<string>(
    head.split('\n').map((header) => [(header.split(':', 1)[0] ?? '').toLowerCase(), header.replace(/^[^:]*:\s*/, '')]),
  );
  return { headers, text: decoded(lines.slice(blank + 1).join('\n'), headers['content-transfer-encoding'] ?? '') };
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
