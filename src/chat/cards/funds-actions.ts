import type { Refusal } from '#src/domain/outcome.ts';
import type { Action } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';

/**
 * The button that asks finance for what the budget lacked, on the refusal of a request; none where it lacked nothing: more
 * money would not raise a giver’s allowance.
 */
export function fundsActions({ say }: Words, refusal: Refusal, recognitionId: string): Action[] {
  if (refusal.kind !== 'over-budget') return [];
  return [{ id: 'ask-funds', label: say('funds.button'), value: recognitionId, style: 'plain' }];
}
