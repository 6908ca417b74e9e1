import type { NodemailerError } from 'nodemailer/lib/errors';
import type { Finding } from '#src/ports/doctor.ts';
import { senderFrom } from './mail-address.ts';
import { outcomeOfError } from './send-outcome.ts';
import type { SmtpMailerConfig } from './smtp-config.ts';

/** Connects and logs in without sending, and looks at the sender's address. */
export async function checkSmtp(
  config: SmtpMailerConfig,
  verify: () => Promise<unknown>,
): Promise<Finding[]> {
  return [await serverFinding(config, verify), senderFinding(config)];
}

async function serverFinding({ url }: SmtpMailerConfig, verify: () => Promise<unknown>): Promise<Finding> {
  const { host, username } = new URL(url);
  const subject = `Mail server ${host}`;
  try {
    await verify();
    return {
      subject,
      level: 'ok',
      message: username ? 'reachable, login accepted' : 'reachable, no login configured',
    };
  } catch (error) {
    const outcome = outcomeOfError(error as NodemailerError, false);
    const message = outcome.status === 'sent' ? '' : outcome.reason;
    return {
      subject,
      level: 'problem',
      message,
      fix: 'Start the mail server, or correct SMTP_URL, such as smtp://user:password@mail.example.com:587',
    };
  }
}

function senderFinding({ from }: SmtpMailerConfig): Finding {
  const subject = 'Mail sender';
  const sender = senderFrom(from);
  if (sender) return { subject, level: 'ok', message: `mail is sent as ${sender.address}` };
  return {
    subject,
    level: 'problem',
    message: `"${from}" is not a mail address`,
    fix: 'Set MAIL_FROM, such as Gifts <gifts@example.com>',
  };
}
