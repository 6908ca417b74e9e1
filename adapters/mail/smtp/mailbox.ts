import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as its reader sees it. Addresses are written as `Name <address>`. */
export type ReceivedMail = {
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  at: Date;
};

export type Mailbox = {
  /** Set `SMTP_URL` to this to receive mails here. */
  url: string;
  /** Oldest first. Contains codes in clear, like a real mailbox. */
  mails(): readonly ReceivedMail[];
  /** Calls `listener` for each new mail until the returned function is called. */
  onMail(listener: (mail: ReceivedMail) => void): () => void;
  stop(): Promise<void>;
};

const KEPT_MAILS = 500;

/**
 * A mail server inside the process, to try Largesse without configuration: it accepts mail for anyone, on loopback
 * only, and keeps the last 500 in memory. A mail sent again under the same Message-ID is kept once.
 */
export async function startMailbox({ port = 0 }: { port?: number } = {}): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const listeners = new Set<(mail: ReceivedMail) => void>();

  function keep(mail: ReceivedMail): void {
    if (mails.some(({ messageId }) => messageId === mail.messageId)) return;

    mails.push(mail);
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
  keep: (mail: ReceivedMail) => void,
  done: (error?: Error) => void,
): Promise<void> {
  try {
    keep(await mailFrom(stream));
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
