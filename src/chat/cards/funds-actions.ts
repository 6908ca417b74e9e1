import type { Refusal } from '#src/domain/outcome.ts';
import type { Action } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';

/**
 * The button on a refusal that asks finance for what the budget lacked. None if the budget lacked nothing: more money
 * would not raise a giver’s allowance.
 */
export function fundsActions({ say }: Words, refusal: Refusal, recognitionId: string): Action[] {
  if (refusal.kind !== 'over-budget') return [];
  return [{ id: 'ask-funds', label: say('funds.button'), value: recognitionId, style: 'plain' }];
}
