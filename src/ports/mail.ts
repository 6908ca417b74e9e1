import type { Finding } from './doctor.ts';
import type { OutgoingMessage, SendOutcome } from './message.ts';

export type Mailer = {
  /** Loads what sending needs. Otherwise the first mail does, and blocks the rest of the process meanwhile. */
  prepare(): Promise<void>;
  /** Sends one mail with a Message-ID made from `key`. */
  send(to: { name: string; email: string }, message: OutgoingMessage): Promise<SendOutcome>;
  check(): Promise<Finding[]>;
  stop(): Promise<void>;
};

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

/** The mails that this process received: codes in clear, like a real mailbox. */
export type Mailbox = {
  /** Oldest first. */
  mails(): readonly ReceivedMail[];
  /** Calls `listener` for each new mail until the returned function is called. */
  onMail(listener: (mail: ReceivedMail) => void): () => void;
};
