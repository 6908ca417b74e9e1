/**
 * A platform could not be asked now: it told us to wait, refused our token or did not answer. Asking later may work.
 */
export class AskLater extends Error {
  override readonly name = 'AskLater';
  /** Undefined when the platform did not say how long, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    reason: string,
    { retryAfterMs, cause }: { retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(reason, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}
