import type { Trouble } from '#src/domain/kit/trouble.ts';

/** How a chat platform's connection is. Only while it is `connected`, what people do there reaches us. */
export type PlatformState =
  | { status: 'connecting' }
  | { status: 'connected' }
  /** It gets better by itself; the next attempt is made at `until`. */
  | { status: 'waiting'; until: Date; trouble: Trouble }
  /**
   * A person must act, as `trouble.advice` says; it is tried again at `until` all the same. Without a time, only a
   * restart helps.
   */
  | { status: 'needs-person'; until?: Date; trouble: Trouble };

/** The state of every platform that this process talks to, by its id. */
export type PlatformStates = Readonly<Record<string, PlatformState>>;
