import type { OptionReader } from './config-reader';
import type { ClientPages } from './mail/client-pages';
import { isMailAddress } from './mail/mail';

/** How mails are sent, and which pages of web clients they lead to. */
export interface MailConfig {
  /** `smtp://user:password@host:port`, or `smtps://…`. */
  readonly smtpUrl: string;
  readonly from: string;
  /** By the name of the client: where it shows what is shared, the id to follow. */
  readonly sharedLinkUrls: ClientPages;
  /** By the name of the client: where it lets people choose a new password. */
  readonly passwordResetUrls: ClientPages;
}

/** Undefined: no mails are sent. */
export function readMail(read: OptionReader): MailConfig | undefined {
  const smtpUrl = read.text({ variable: 'SMTP_URL' });
  const from = read.text({ variable: 'MAIL_FROM', alfrescoKey: 'mail.from.default' });
  const sharedLinkUrls = readClientUrls(read, 'SHARED_LINK_URLS');
  const passwordResetUrls = readClientUrls(read, 'PASSWORD_RESET_URLS');
  if (smtpUrl === undefined) {
    const others = ['MAIL_FROM', 'SHARED_LINK_URLS', 'PASSWORD_RESET_URLS'];
    read.warnOfUseless(
      others.map((variable) => ({ variable })),
      'without SMTP_URL: nothing is mailed',
    );
    return undefined;
  }
  // The value may hold a password: it is not repeated.
  if (!isMailServer(smtpUrl)) read.complain(`SMTP_URL must look like 'smtp://user:password@host:587'.`);
  if (from === undefined) {
    read.complain('Mails need to be from somebody: MAIL_FROM is missing.');
    return undefined;
  }
  const [, address = from] = /^[^<>\p{Cc}]*<([^<>]+)>$/u.exec(from) ?? [];
  if (!isMailAddress(address))
    read.complain(`MAIL_FROM is '${from.replace(/\p{Cc}/gu, ' ')}', which is no address of mail.`);
  return { smtpUrl, from, sharedLinkUrls, passwordResetUrls };
}

/** Whether all parts of it can be read, as they are when the first mail is sent. */
function isMailServer(text: string): boolean {
  if (!/^smtps?:\/\/[^\s/]+\S*$/.test(text) || !URL.canParse(text)) return false;
  const { hostname, port, username, password } = new URL(text);
  return hostname !== '' && port !== '0' && [hostname, username, password].every(isPercentEncoded);
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function readClientUrls(read: OptionReader, variable: string): ClientPages {
  const urls: Record<string, string> = {};
  for (const entry of read.list({ variable })) {
    const [, client, url] = /^([a-z0-9][\w.-]*)=(https?:\/\/\S+)$/i.exec(entry) ?? [];
    if (client !== undefined && url !== undefined && URL.canParse(url)) urls[client] = url;
    else read.complain(`${variable} names '${entry}', which is no client with its page such as 'share=https://…'.`);
  }
  return urls;
}
