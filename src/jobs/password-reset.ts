import { RESET_LIFE_MS, type PasswordResets } from '../identity/password-resets';
import type { MailSender } from '../mail/mail';
import { resetMail, resetUrl } from '../mail/reset-mail';
import { unlessFinal } from './mail';
import type { JobHandler } from './queue';

export interface ResetJobParts {
  readonly resets: Pick<PasswordResets, 'issue'>;
  readonly sender: MailSender;
  /** Where a client lets people choose a new password; undefined for clients that are not known any more. */
  readonly pageOf: (client: string) => string | undefined;
  readonly onFailure: (reason: string) => void;
}

/** Sends the person whom the job names a key for a new password; whom none can be sent gets none, and nobody learns of it. */
export function passwordResetHandler({ resets, sender, pageOf, onFailure }: ResetJobParts): JobHandler {
  return {
    run: async ({ payload, attempts }, { signal }) => {
      const { person, client } = payload as { readonly person: string; readonly client: string };
      const page = pageOf(client);
      // The key is made here: what waits in the queue opens nothing.
      const reset = page === undefined ? undefined : await resets.issue(person, { again: attempts > 1 });
      if (page === undefined || !reset) return;
      const mail = resetMail({ person, url: resetUrl(page, reset), minutes: RESET_LIFE_MS / 60_000 });
      await unlessFinal(sender.send({ ...mail, to: reset.address }, { id: reset.id, signal }), onFailure);
    },
    giveUp: (_job, error) => Promise.resolve(onFailure(error)),
  };
}
