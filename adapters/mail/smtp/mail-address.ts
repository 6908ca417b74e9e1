import { domainToASCII } from 'node:url';
import addressparser from 'nodemailer/lib/addressparser';

export type MailAddress = { name: string; address: string };

/**
 * Loose on purpose: the server has the last word. Rejects only what could be read as several addresses or as commands.
 */
const ONE_ADDRESS = /^[^\s\p{C}@<>()[\],;:"\\]+@[^\s\p{C}@<>()[\],;:"\\]+$/u;

export function isAddress(text: string): boolean {
  return text.length <= 254 && ONE_ADDRESS.test(text);
}

/**
 * Reads `MAIL_FROM`: `gifts@example.com` or `Gifts <gifts@example.com>`. Undefined unless it is one complete address.
 */
export function senderFrom(text: string): MailAddress | undefined {
  const [sender, ...others] = addressparser(text, { flatten: true });
  if (!sender || others.length > 0 || !isAddress(sender.address) || !messageDomain(sender)) return undefined;
  return { name: sender.name, address: sender.address };
}

/**
 * The Message-ID of a delivery: the same key gives the same mail, so mail programs show it once. Characters that a
 * Message-ID cannot hold (RFC 5322, 3.6.4) are percent-encoded, so different keys stay different.
 */
export function messageIdOf(key: string, sender: MailAddress): string {
  const local = encodeURIComponent(key.toWellFormed()).replaceAll(/[()]/g, (sign) =>
    sign === '(' ? '%28' : '%29',
  );
  return `<${local}@${messageDomain(sender)}>`;
}

function messageDomain(sender: MailAddress): string {
  return domainToASCII(sender.address.slice(sender.address.lastIndexOf('@') + 1));
}
