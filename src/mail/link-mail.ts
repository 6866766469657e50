import type { Mail } from './mail';

/** What whoever gets a link to a document is written. */
export function linkMail(input: {
  /** As the person who sends it is shown. */
  readonly sender: string;
  readonly name: string;
  readonly url: string;
  readonly message: string | undefined;
}): Pick<Mail, 'subject' | 'text'> {
  const { sender, name, url, message } = input;
  const lines = [`${sender} has shared a document with you: ${name}`, ...(message === undefined ? [] : [message]), url];
  return { subject: `${sender} has shared '${name}' with you`, text: `${lines.join('\n\n')}\n` };
}
