import { Readable } from 'node:stream';
import type { MailMessage, PluginCallback, SendMailOptions } from 'nodemailer/lib/mailer';

/**
 * `handOver.isDone` is set once the end of the mail was passed to the server, which may have accepted it from then on.
 */
export type WatchedMail = SendMailOptions & { handOver: { isDone: boolean } };

/**
 * Nodemailer's errors do not say whether a broken connection had already carried the mail. This plugin does: it appends
 * a stage to the message stream, which is read only after the server asked for the mail, and notes its end.
 */
export function watchHandOver(mail: MailMessage, done: PluginCallback): void {
  const { handOver } = mail.data as MailMessage['data'] & WatchedMail;
  mail.message.processFunc((input) => Readable.from(markedAtEnd(input, handOver), { objectMode: false }));
  done();
}

async function* markedAtEnd(
  input: AsyncIterable<Uint8Array>,
  handOver: WatchedMail['handOver'],
): AsyncGenerator<Uint8Array> {
  yield* input;
  handOver.isDone = true;
}
