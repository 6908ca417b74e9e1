import type { mailers } from '#adapters/registry.ts';
import type { Mailer } from '#src/ports/mail.ts';

/** A way to stand before a mail transport, for the contract. */
export type MailStage = {
  name: string;
  mailer: keyof typeof mailers;
  open(): Promise<OpenMailStage>;
};

/** A mail as its reader gets it. */
export type SeenMail = {
  messageId: string;
  to: string;
  subject: string;
  /** What a list of mails shows of it. */
  preview: string;
  text: string;
  html: string;
  /** The pictures that came along in it. */
  pictures: { name: string; type: string; isInline: boolean; bytes: Buffer }[];
};

/** What the transport does to the next mails. */
export type MailTrouble =
  /** Says that it is busy, before taking anything. */
  | 'busy'
  /** Takes the mail, and its word that it did is lost. */
  | 'lost answer'
  /** Does not take mail for this reader, now or ever. */
  | 'no such reader';

export type OpenMailStage = {
  mailer: Mailer;
  /** All that arrived, oldest first. */
  mails: () => SeenMail[];
  trouble: (next: MailTrouble) => void;
  /** From now on nobody listens where the transport was. */
  goAway: () => Promise<void>;
  /** Our adapter with settings that the transport does not take. */
  misconfigured(): Mailer;
  /** What the transport had against what it was sent. */
  violations(): string[];
  logged(): string;
  close(): Promise<void>;
};
