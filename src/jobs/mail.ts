import { MailError, type Mail, type MailSender } from '../mail/mail';
import type { JobHandler } from './queue';

export interface MailJobParts {
  readonly sender: MailSender;
  /** Told why a mail will never be sent. */
  readonly onFailure: (reason: string) => void;
}

/** Sends the mail that the job holds. */
export function mailHandler({ sender, onFailure }: MailJobParts): JobHandler {
  return {
    run: ({ key, payload }, { signal }) => unlessFinal(sender.send(mailOf(payload), { id: key, signal }), onFailure),
    giveUp: (_job, error) => Promise.resolve(onFailure(error)),
  };
}

/** What the mail server refuses for good is not tried again. */
export async function unlessFinal(work: Promise<void>, onFailure: (reason: string) => void): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof MailError) || !error.isFinal) throw error;
    onFailure(error.message);
  }
}

function mailOf(payload: Readonly<Record<string, unknown>>): Mail {
  const { to, replyTo, subject, text } = payload;
  return {
    to: String(to),
    ...(typeof replyTo === 'string' && { replyTo }),
    subject: String(subject),
    text: String(text),
  };
}
