import { Readable } from 'node:stream';
import type { MailMessage, PluginCallback, SendMailOptions } from 'nodemailer/lib/mailer';

/** A mail whose `handOver.isDone` is set once its end was passed to the server: from then on it may have been taken. */
export type WatchedMail = SendMailOptions & { handOver: { isDone: boolean } };

/**
 * Nodemailer's errors do not tell whether a broken connection had already carried the mail. This plugin does:
 * it adds a last stage to the message stream, which is read only after the server asked for the mail, and marks its end.
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
