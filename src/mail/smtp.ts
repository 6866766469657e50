import { createTransport } from 'nodemailer';
import { MailError, type MailSender } from './mail';

export interface SmtpOptions {
  /** `smtp://user:password@host:port`, or `smtps://…`. */
  readonly url: string;
  /** Whom the mails are from: an address, or `Name <address>`. */
  readonly from: string;
}

/** How long a mail server may say nothing. */
const PATIENCE_MS = 15_000;
/** How long it may take for a mail, whatever it says meanwhile. */
const LONGEST_MS = 60_000;

/** Hands mails to a mail server, each on a connection of its own. */
export function smtpSender({ url, from }: SmtpOptions): MailSender {
  const transport = createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    dnsTimeout: PATIENCE_MS,
  });
  return {
    send: async ({ to, replyTo, subject, text }, { id, signal }) => {
      try {
        await transport.sendMail({
          from,
          // As an object, which is never read as a list of addresses.
          to: { name: '', address: to },
          ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
          subject: oneLine(subject),
          text,
          // Who gets it twice sees that it is the same.
          messageId: `<${id}@triptych>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          // A text never names a file or an address whose content would be sent in its place.
          disableFileAccess: true,
          disableUrlAccess: true,
          signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]),
        });
      } catch (error) {
        signal.throwIfAborted();
        throw refused(to, error);
      }
    },
  };
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');

function refused(to: string, error: unknown): MailError {
  const { message, responseCode } = error as { readonly message: string; readonly responseCode?: number };
  // Of what a mail server says only 5xx is meant for good.
  const isFinal = responseCode !== undefined && responseCode >= 500;
  return new MailError(`A mail to '${to}' could not be sent: ${message}`, { isFinal, cause: error });
}
