import type { Secret } from '#src/domain/kit/secret.ts';
import type { WebhookUrlProblem } from '#src/domain/webhook/read-webhook-url.ts';

/** A call to be made: `id` and `body` are the same each time that it is tried. It is signed with every one of the secrets. */
export type WebhookCall = { url: string; id: string; body: string; secrets: readonly Secret[] };

/** Why there was no answer. `address`: the name leads to an address that may not be called. */
export type WebhookFailure = 'address' | 'name' | 'connection' | 'certificate' | 'timeout' | 'cut-off';

/**
 * What came back. `excerpt` is how the answer begins, in one line without control characters; it is what a stranger wrote.
 * `retryAfterMs`: how long the receiver asks to be left alone.
 */
export type WebhookAnswer = { tookMs: number } & (
  | { status: number; excerpt: string; retryAfterMs?: number | undefined }
  | { status?: never; failure: WebhookFailure }
);

/** Makes the calls. */
export type WebhookSender = {
  /** Makes one call, once: an answer or the lack of one is never thrown. It takes some seconds at most. */
  call: (call: WebhookCall) => Promise<WebhookAnswer>;
  /** Says what keeps this address from being called, if anything does. */
  check: (url: string) => Promise<WebhookUrlProblem | undefined>;
  /** Drops the connections that are kept. */
  close: () => Promise<void>;
};
