import { AskLater } from '#src/domain/kit/ask-later.ts';
import { outcomeOfError } from './send-outcome.ts';

/** A failed look-up: whatever the reason, asking again later may work. */
export function askLaterOf(error: unknown): AskLater {
  const outcome = outcomeOfError(error);
  const retryAfterMs = outcome.status === 'later' ? outcome.retryAfterMs : undefined;
  return new AskLater(outcome.reason, { retryAfterMs, cause: error });
}
