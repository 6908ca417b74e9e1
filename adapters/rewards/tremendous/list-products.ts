import { z } from 'zod';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import type { RewardProduct } from '#src/ports/rewards.ts';
import { call, type Tremendous } from './call.ts';
import { moneyFrom } from './order-shape.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';

const productShape = z.looseObject({
  id: z.string(),
  name: z.string(),
  currency_codes: z.array(z.string()),
  countries: z.array(z.looseObject({ abbr: z.string() })).default([]),
  skus: z.array(z.looseObject({ min: z.number(), max: z.number() })).default([]),
});

/** What Tremendous sells. A product of several currencies is one for each. */
export async function listProducts(
  tremendous: Tremendous,
): Promise<ProviderOutcome<{ products: RewardProduct[] }>> {
  const called = await call(tremendous, {
    method: 'GET',
    path: '/products',
    shape: z.looseObject({ products: z.array(productShape) }),
  });
  if ('failure' in called) return outcomeOfFailure(called.failure);
  return { kind: 'ok', products: called.answer.body.products.flatMap(productsOf) };
}

function productsOf(product: z.infer<typeof productShape>): RewardProduct[] {
  const { id, name, skus } = product;
  const countries = product.countries.map(({ abbr }) => abbr);
  return product.currency_codes.map((currency) => ({
    id,
    name,
    currency,
    countries,
    ...(skus.length === 0 ? {} : limitsOf(skus, currency)),
  }));
}

function limitsOf(skus: readonly { min: number; max: number }[], currency: string) {
  const [min, max] = [Math.min(...skus.map((sku) => sku.min)), Math.max(...skus.map((sku) => sku.max))];
  return {
    minMinor: moneyFrom(min, currency).amountMinor,
    maxMinor: moneyFrom(max, currency).amountMinor,
  };
}
