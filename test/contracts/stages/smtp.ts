import { createSmtpMailer } from '#adapters/mail/smtp/mailer.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { type SmtpOrder, type SmtpServer, startSmtpServer } from '#test/servers/smtp.ts';
import type { MailStage, MailTrouble, OpenMailStage, SeenMail } from '../mail-stage.ts';

export const smtp: MailStage = { name: 'SMTP', mailer: 'smtp', open };

const orders: Record<MailTrouble, SmtpOrder> = {
  busy: 'defer-recipient',
  'lost answer': 'drop-after-mail',
  'no such reader': 'refuse-recipient',
};

async function open(): Promise<OpenMailStage> {
  const server = await startSmtpServer({ login: { user: 'bot', password: 'right' } });
  const log = createRecordingLog();
  const from = 'Gifts <gifts@example.com>';
  const mailer = createSmtpMailer({ url: server.url, from }, { log });
  const misconfigured = createSmtpMailer({ url: server.url.replace('right', 'wrong'), from }, { log });
  let isAway = false;

  async function goAway(): Promise<void> {
    if (isAway) return;
    isAway = true;
    await server.stop();
  }

  return {
    mailer,
    mails: () => server.mails.map(seenOf),
    trouble: (next) => server.obey(orders[next]),
    goAway,
    misconfigured: () => misconfigured,
    violations: () => server.mails.flatMap(violationsOf),
    logged: () => JSON.stringify(log.lines),
    async close() {
      await Promise.all([mailer.stop(), misconfigured.stop()]);
      await goAway();
    },
  };
}

function seenOf(mail: SmtpServer['mails'][number]): SeenMail {
  const html = mail.html || '';
  return {
    messageId: mail.messageId ?? '',
    to: mail.envelope.to.join(', '),
    subject: mail.subject ?? '',
    preview: /<div[^>]*display:none[^>]*>([^<]*)/.exec(html)?.[1] ?? '',
    text: mail.text ?? '',
    html,
    pictures: mail.attachments.map(({ filename = '', contentType, contentDisposition, content }) => ({
      name: filename,
      type: contentType,
      isInline: contentDisposition === 'inline',
      bytes: content,
    })),
  };
}

/** RFC 5322, 2.1.1: no line is over 998 characters. RFC 5321, 2.3.8: no carriage return or line feed stands alone. */
function violationsOf({ raw, headers, to }: SmtpServer['mails'][number]): string[] {
  const long = raw.split('\r\n').filter((line) => Buffer.byteLength(line) > 998);
  const receivers = [to ?? []].flat().flatMap(({ value }) => value);
  return [
    ...long.map((line) => `a line of ${line.length} characters: ${line.slice(0, 60)}`),
    ...(/[^\r]\n|\r[^\n]/.test(raw) ? ['a line end of one character'] : []),
    ...(headers.has('bcc') || headers.has('cc') ? ['somebody else gets it'] : []),
    ...(receivers.length === 1 ? [] : [`it is for ${receivers.length} people`]),
  ];
}
