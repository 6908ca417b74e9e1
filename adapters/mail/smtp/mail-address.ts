import { domainToASCII } from 'node:url';
import addressparser from 'nodemailer/lib/addressparser';
import { isAddress } from '#src/domain/people/address.ts';

export type MailAddress = { name: string; address: string };

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
