import type { Finding } from './doctor.ts';
import type { OutgoingMessage, SendOutcome } from './message.ts';

export type Mailer = {
  /** Loads what sending needs. The first mail does so otherwise, and holds up all else in the process meanwhile. */
  prepare(): Promise<void>;
  /** Sends one mail with a Message-ID made from `key`. */
  send(to: { name: string; email: string }, message: OutgoingMessage): Promise<SendOutcome>;
  check(): Promise<Finding[]>;
  stop(): Promise<void>;
};
