/** A mail to one person, in plain text. */
export interface Mail {
  readonly to: string;
  /** Who answers writes there; undefined: to the server's own address. */
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
}

/** Mails that are to be sent: kept until they are, or until they were tried often enough. */
export interface Outbox {
  /** All of them or none. False: too many of this person's wait already. */
  put(sender: string, mails: readonly Mail[]): Promise<boolean>;
}

export interface MailSender {
  /** `id`: the same for every attempt to send the mail. @throws MailError. */
  send(mail: Mail, options: { readonly id: string; readonly signal: AbortSignal }): Promise<void>;
}

/** Why a mail was not sent, in a sentence for the operator. */
export class MailError extends Error {
  /** The mail server will say the same once more. */
  readonly isFinal: boolean;

  constructor(message: string, { isFinal, cause }: { readonly isFinal: boolean; readonly cause?: unknown }) {
    super(message, { cause });
    this.name = 'MailError';
    this.isFinal = isFinal;
  }
}

const ADDRESS = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}$)[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/iu;

/** Whether a text is one address and nothing else, so that nothing can stand beside it in a header. */
export const isMailAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text);
