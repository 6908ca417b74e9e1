import { z } from 'zod';
import type { Money } from '#src/domain/kit/money.ts';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import { call, type Tremendous } from './call.ts';
import { moneyFrom } from './order-shape.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';

const sourceShape = z.looseObject({
  id: z.string(),
  method: z.string(),
  meta: z.looseObject({ available_amount: z.number().optional(), currency_code: z.string().optional() }),
});
type Source = z.infer<typeof sourceShape>;

/** What the funding source holds, or may still lend. */
export async function funds(tremendous: Tremendous): Promise<ProviderOutcome<{ available: Money }>> {
  const listed = await call(tremendous, {
    method: 'GET',
    path: '/funding_sources',
    shape: z.looseObject({ funding_sources: z.array(sourceShape) }),
  });
  if ('failure' in listed) return outcomeOfFailure(listed.failure);
  const id = findSource(tremendous, listed.answer.body.funding_sources)?.id;
  if (id === undefined) return { kind: 'rejected', reason: 'Tremendous has no such funding source' };
  return readSource(tremendous, id);
}

/** “balance” stands for the one source of that kind. */
function findSource({ config }: Tremendous, sources: readonly Source[]): Source | undefined {
  return sources.find(({ id, method }) => [id, method].includes(config.fundingSourceId));
}

/** The list's amounts are old, says Tremendous. */
async function readSource(
  tremendous: Tremendous,
  id: string,
): Promise<ProviderOutcome<{ available: Money }>> {
  const called = await call(tremendous, {
    method: 'GET',
    path: `/funding_sources/${encodeURIComponent(id)}`,
    shape: z.looseObject({ funding_source: sourceShape }),
  });
  if ('failure' in called) return outcomeOfFailure(called.failure);
  const { available_amount: amount, currency_code: currency } = called.answer.body.funding_source.meta;
  if (amount === undefined) {
    return { kind: 'rejected', reason: 'Tremendous does not say what this funding source holds' };
  }
  return { kind: 'ok', available: moneyFrom(amount, currency ?? 'USD') };
}
