import { amountProblemText } from '#src/chat/cards/amount-problem-text.ts';
import { readAmount } from '#src/domain/kit/amount/read-amount.ts';
import type { Core } from '#src/process/open-core.ts';
import { UsageError } from './context.ts';
import { orRefuse } from './or-refuse.ts';

/** The typed amount in minor units, zero included. Refuses any currency but `currency`, the currency of `name`. */
export function readMinor(
  core: Pick<Core, 'words'>,
  { name, currency }: { name: string; currency: string },
  typed: string,
): bigint {
  const read = readAmount(typed, { currency });
  if (read.ok) return read.amountMinor;
  const { problem } = read;
  if (problem.why !== 'wrong-currency') throw new UsageError(amountProblemText(core.words, problem));
  const { given, expected } = problem;
  return orRefuse(core, {
    ok: false,
    refusal: { kind: 'wrong-currency', given, expected, department: name },
  });
}

/** The same, but above zero. */
export function readMinorAboveZero(
  core: Pick<Core, 'words'>,
  of: { name: string; currency: string },
  typed: string,
): bigint {
  const amountMinor = readMinor(core, of, typed);
  if (amountMinor > 0n) return amountMinor;
  throw new UsageError(amountProblemText(core.words, { why: 'zero', typed }));
}
