import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';

/**
 * `fundingSourceId`: which of the organization's funds pays; `balance` is the prepaid one. `webhookKey`: the private key
 * of the webhook. `apiUrl`: instead of Tremendous's own address, such as its sandbox.
 */
export type TremendousConfig = {
  apiKey: string;
  fundingSourceId: string;
  webhookKey?: string;
  apiUrl?: string;
};

/** `timeLimit`: ends a call that takes longer than so many milliseconds. */
export type TremendousDeps = { log: Log; clock: Clock; timeLimit?: (timeoutMs: number) => AbortSignal };
