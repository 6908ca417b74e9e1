import { mailers } from '#adapters/registry.ts';
import type { Config } from '#src/config.ts';
import type { Finding } from '#src/ports/doctor.ts';
import type { Log } from '#src/ports/log.ts';

/** Whether mail can be sent. */
export async function checkMail({ mail, hasPlayground }: Config, log: Log): Promise<Finding[]> {
  if (mail.kind === 'mailbox') return [withoutServer(hasPlayground)];
  const createMailer = await mailers.smtp();
  const mailer = createMailer(mail, { log });
  try {
    return await mailer.check();
  } finally {
    await mailer.stop();
  }
}

function withoutServer(hasPlayground: boolean): Finding {
  const subject = 'Mail';
  if (hasPlayground) return { subject, level: 'ok', message: 'is shown in the playground and sent nowhere' };
  const message = 'no mail server is configured: people whom chat does not reach get no gift';
  const fix = 'Set SMTP_URL and MAIL_FROM, such as smtp://user:password@mail.example.com:587';
  return { subject, level: 'warning', message, fix };
}
