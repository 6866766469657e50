import type { Mail } from './mail';

/** What whoever has forgotten a password is written. */
export function resetMail(input: {
  readonly person: string;
  readonly url: string;
  readonly minutes: number;
}): Pick<Mail, 'subject' | 'text'> {
  const { person, url, minutes } = input;
  const lines = [
    `Somebody, probably you, has asked for a new password for '${person}'. On this page you can choose one:`,
    url,
    `The address works once, and for ${minutes} minutes. If you have not asked for it, there is nothing to do: the password stays as it is.`,
  ];
  return { subject: 'A new password', text: `${lines.join('\n\n')}\n` };
}

/** The page of a client where a new password is chosen, with what it needs to know. */
export function resetUrl(page: string, { id, key }: { readonly id: string; readonly key: string }): string {
  return `${page}${page.includes('?') ? '&' : '?'}key=${key}&id=${id}`;
}
