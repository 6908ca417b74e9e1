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
