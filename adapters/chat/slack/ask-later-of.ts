import type { AskLater } from '#src/domain/kit/ask-later.ts';
import { askLaterAfter } from '#src/ports/error-codes.ts';
import { outcomeOfError } from './send-outcome.ts';

/** A failed look-up: whatever the reason, asking again later may work. */
export function askLaterOf(error: unknown): AskLater {
  return askLaterAfter(outcomeOfError(error), error);
}
