import { setTimeout as delay } from 'node:timers/promises';
import { createTransport, type Transporter } from 'nodemailer';
import type { NodemailerError } from 'nodemailer/lib/errors';
import type { Log } from '#src/ports/log.ts';
import type { Mailer } from '#src/ports/mail.ts';
import type { MessageFile, OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import type { Picture } from '#src/ports/picture.ts';
import { htmlOf, loadMjml } from './card-html.ts';
import { checkSmtp } from './check.ts';
import { isAddress } from '#src/domain/people/address.ts';
import { type MailAddress, messageIdOf, senderFrom } from './mail-address.ts';
import { headerText } from './plain-text.ts';
import { CHART_ID } from './card-mjml.ts';
import { renderMail } from './render-mail.ts';
import { outcomeOfError } from './send-outcome.ts';
import type { SmtpMailerConfig } from './smtp-config.ts';
import { type WatchedMail, watchHandOver } from './watch-hand-over.ts';
import { isLoopback } from '#src/domain/kit/loopback.ts';

export type SmtpMailerDeps = { log: Log };

type MailReader = { name: string; email: string };

/** How long stopping waits for mails in progress. */
const DRAIN_MS = 5_000;

/**
 * Sends mail over a pool of SMTP connections, opened on first use.
 *
 * @throws when the URL is not an SMTP URL.
 */
export function createSmtpMailer(config: SmtpMailerConfig, deps: SmtpMailerDeps): Mailer {
  const transport = openTransport(config.url);
  const underway = new Set<Promise<SendOutcome>>();
  return {
    prepare: loadMjml,
    async send(to, message) {
      const sending = sendMail(transport, config, to, message);
      underway.add(sending);
      const outcome = await sending.finally(() => underway.delete(sending));
      logTrouble(deps.log, message.key, outcome);
      return outcome;
    },
    check: () => checkSmtp(config, () => transport.verify()),
    async stop() {
      transport.close();
      await Promise.race([Promise.allSettled(underway), delay(DRAIN_MS, undefined, { ref: false })]);
      transport.close({ force: true });
    },
  };
}

/**
 * With a login, a server on another machine must offer TLS, to protect the password and the codes. The URL can override
 * this (`?requireTLS=false`).
 */
function openTransport(url: string): Transporter {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed?.hostname || !['smtp:', 'smtps:'].includes(parsed.protocol)) {
    throw new Error(
      'SMTP_URL must look like smtp://user:password@mail.example.com:587, or smtps:// for TLS from the start',
    );
  }
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 5,
    maxRequeues: 1,
    requireTLS: parsed.username !== '' && !isLoopback(parsed.hostname),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    dnsTimeout: 5_000,
    socketTimeout: 60_000,
    socketCloseTimeout: 1_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return transport.use('stream', watchHandOver);
}

async function sendMail(
  transport: Transporter,
  config: SmtpMailerConfig,
  to: MailReader,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  const sender = senderFrom(config.from);
  if (!sender) return { status: 'failed', reason: `MAIL_FROM is not a mail address: "${config.from}"` };
  if (!isAddress(to.email)) return { status: 'failed', reason: 'The recipient has no valid mail address' };

  const mail = await watchedMail(sender, to, message);
  try {
    await transport.sendMail(mail);
    return { status: 'sent', messageId: mail.messageId };
  } catch (error) {
    return outcomeOfError(error as NodemailerError, mail.handOver.isDone);
  }
}

async function watchedMail(sender: MailAddress, to: MailReader, { card, key, chart, file }: OutgoingMessage) {
  const { subject, text, html } = renderMail(card, chart);
  return {
    from: sender,
    to: { name: headerText(to.name), address: to.email },
    envelope: { from: sender.address, to: to.email },
    messageId: messageIdOf(key, sender),
    subject,
    text,
    html: await htmlOf(html),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    xMailer: false as const,
    attachments: [...(chart ? [inlineOf(chart)] : []), ...(file ? [attachmentOf(file)] : [])],
    handOver: { isDone: false },
  } satisfies WatchedMail;
}

/** Part of the mail itself: programs show it without asking anybody for it. */
function inlineOf({ name, png }: Picture) {
  return {
    filename: name,
    content: Buffer.from(png, 'base64'),
    contentType: 'image/png',
    contentDisposition: 'inline' as const,
    cid: CHART_ID,
  };
}

function attachmentOf({ name, type, bytes }: MessageFile) {
  return {
    filename: name,
    content: Buffer.from(bytes),
    contentType: type,
    contentDisposition: 'attachment' as const,
  };
}

function logTrouble(log: Log, key: string, outcome: SendOutcome): void {
  if (outcome.status === 'failed' || outcome.status === 'unknown')
    log.warn({ key, ...outcome }, 'Mail not sent');
}
