import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailboxServer, startMailbox } from '#adapters/mail/smtp/mailbox.ts';
import type { ReceivedMail } from '#src/ports/mail.ts';
import { createSmtpMailer } from '#adapters/mail/smtp/mailer.ts';
import type { Mailer } from '#src/ports/mail.ts';
import type { Card } from '#src/ports/message.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

const alice = { name: 'Alice', email: 'alice@example.com' };

let mailbox: MailboxServer;
let mailer: Mailer;
beforeEach(async () => {
  mailbox = await startMailbox();
  mailer = createSmtpMailer({ url: mailbox.url, from: 'gifts@example.com' }, { log: silentLog });
});
afterEach(async () => {
  await mailer.stop();
  await mailbox.stop();
});

function cardOf(title: string): Card {
  return { tone: 'info', title, summary: title, blocks: [{ kind: 'text', text: 'Hello' }], actions: [] };
}

describe('the mailbox for trying things out', () => {
  it('shows a mail as its reader would see it', async () => {
    await mailer.send(alice, { card: cardOf('A gift'), key: 'gift-1' });

    expect(mailbox.mails()).toEqual([
      {
        messageId: '<gift-1@example.com>',
        from: 'gifts@example.com',
        to: '"Alice" <alice@example.com>',
        subject: 'A gift',
        text: 'A gift\n\nHello\n',
        html: expect.stringContaining('Hello'),
        at: expect.any(Date),
      },
    ]);
  });

  it('shows a mail that was sent twice once', async () => {
    const heard: ReceivedMail[] = [];
    mailbox.onMail((mail) => heard.push(mail));

    await mailer.send(alice, { card: cardOf('A gift'), key: 'gift-1' });
    await mailer.send(alice, { card: cardOf('A gift'), key: 'gift-1' });
    await mailer.send(alice, { card: cardOf('A gift'), key: 'gift-2' });

    expect(mailbox.mails().map(({ messageId }) => messageId)).toEqual([
      '<gift-1@example.com>',
      '<gift-2@example.com>',
    ]);
    expect(heard).toEqual(mailbox.mails());
  });

  it('tells nobody who stopped listening', async () => {
    const heard: ReceivedMail[] = [];
    const stopListening = mailbox.onMail((mail) => heard.push(mail));

    stopListening();
    await mailer.send(alice, { card: cardOf('A gift'), key: 'gift-1' });

    expect(heard).toEqual([]);
  });

  it('keeps the last 500 mails', async () => {
    for (let sent = 0; sent < 510; sent += 30) {
      const batch = Array.from({ length: 30 }, (_, index) => sent + index);
      await Promise.all(
        batch.map((number) => mailer.send(alice, { card: cardOf(`Gift ${number}`), key: `${number}` })),
      );
    }

    expect(mailbox.mails()).toHaveLength(500);
    expect(mailbox.mails().some(({ subject }) => subject === 'Gift 509')).toBe(true);
    expect(mailbox.mails().some(({ subject }) => subject === 'Gift 0')).toBe(false);
  });
});
