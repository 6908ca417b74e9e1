import { headCard } from '#src/chat/cards/head-card.ts';
import type { HeadKeeper } from '#src/ports/head-keeper.ts';
import type { Mailer } from '#src/ports/mail.ts';
import type { Words } from '#src/words/words.ts';

const DAY_MS = 86_400_000;

/** Mails the newest head once a day. */
export function toMail(
  place: string,
  email: string,
  { mailer, words }: { mailer: Mailer | undefined; words: Words },
): HeadKeeper {
  return {
    place,
    everyMs: DAY_MS,
    async keep(head) {
      if (!mailer) throw new Error('no mail can be sent: set SMTP_URL');
      const message = { card: headCard(words, head), key: `head-${head.organizationId}-${head.number}` };
      const outcome = await mailer.send({ name: email, email }, message);
      if (outcome.status !== 'sent') throw new Error(`the mail was not sent: ${outcome.reason}`);
    },
  };
}
