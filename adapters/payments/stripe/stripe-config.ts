import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';

/** `secretKey`: `sk_live_…`, `sk_test_…` or a restricted `rk_…`. `apiUrl`: instead of Stripe's own address. */
export type StripeConfig = { secretKey: string; apiUrl?: string };

/** `timeLimit`: ends a call that takes longer than so many milliseconds. */
export type StripeDeps = { log: Log; clock: Clock; timeLimit?: (timeoutMs: number) => AbortSignal };

/** What every call needs. */
export type Stripe = { config: StripeConfig } & StripeDeps;
