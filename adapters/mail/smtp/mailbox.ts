import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Mailbox, ReceivedMail } from '#src/ports/mail.ts';

export type MailboxServer = Mailbox & {
  /** Set `SMTP_URL` to this to receive mails here. */
  url: string;
  stop(): Promise<void>;
};

/** Keeps mails beyond the process: what was kept, oldest first, and how to keep a new one. */
export type MailKeeper = { kept: readonly ReceivedMail[]; keep(mail: ReceivedMail): Promise<void> };

const FORGETFUL: MailKeeper = { kept: [], keep: () => Promise.resolve() };

/** How many mails are shown. */
export const KEPT_MAILS = 500;

/**
 * A mail server inside the process, to try Largesse without configuration: it accepts mail for anyone, on loopback
 * only, and shows the last 500, those that a keeper brings from before included. A mail sent again under the same
 * Message-ID is kept once. A mail is taken only when it is kept.
 */
export async function startMailbox({
  port = 0,
  keeper = FORGETFUL,
}: {
  port?: number;
  keeper?: MailKeeper;
} = {}): Promise<MailboxServer> {
  const mails = keeper.kept.slice(-KEPT_MAILS);
  const listeners = new Set<(mail: ReceivedMail) => void>();

  async function keep(mail: ReceivedMail): Promise<void> {
    if (mails.some(({ messageId }) => messageId === mail.messageId)) return;
    mails.push(mail);
    await keeper.keep(mail);
    mails.splice(0, mails.length - KEPT_MAILS);
    for (const listener of listeners) listener(mail);
  }

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    closeTimeout: 500,
    onData(stream, _session, done) {
      void receive(stream, keep, done);
    },
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');

  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails: () => [...mails],
    onMail(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function receive(
  stream: Readable,
  keep: (mail: ReceivedMail) => Promise<void>,
  done: (error?: Error) => void,
): Promise<void> {
  try {
    await keep(await mailFrom(stream));
    done();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
}

async function mailFrom(stream: Readable): Promise<ReceivedMail> {
  const mail = await simpleParser(stream, { skipTextToHtml: true });
  return {
    messageId: mail.messageId ?? `<${crypto.randomUUID()}@mailbox.invalid>`,
    from: addressText(mail.from),
    to: addressText(mail.to),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    at: new Date(),
  };
}

function addressText(addresses: AddressObject | AddressObject[] | undefined): string {
  return [addresses ?? []]
    .flat()
    .map(({ text }) => text)
    .join(', ');
}
