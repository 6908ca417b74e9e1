import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';

/**
 * From Amazon's Incentives portal. `partnerId` is case-sensitive. `country`: an ISO 3166-1 alpha-2 code, of the
 * marketplace that the contract is for. `apiUrl`: instead of Amazon's own address, such as its sandbox.
 */
export type AmazonConfig = {
  partnerId: string;
  accessKey: string;
  secretKey: string;
  country: string;
  apiUrl?: string;
};

/** `timeLimit`: ends a call that takes longer than so many milliseconds. */
export type AmazonDeps = { log: Log; clock: Clock; timeLimit?: (timeoutMs: number) => AbortSignal };
