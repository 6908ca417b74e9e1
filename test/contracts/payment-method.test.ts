import { expect, it } from 'vitest';
import { paymentMethods } from '#adapters/registry.ts';
import { describePaymentMethod } from './payment-method.ts';
import type { PaymentStage } from './payment-stage.ts';
import { stripe } from './stages/stripe.ts';

const stages: PaymentStage[] = [stripe];

it('has a stage for every payment method that is registered', () => {
  const staged = stages.map(({ method }) => method);

  expect(staged.toSorted()).toEqual(Object.keys(paymentMethods).toSorted());
});

for (const stage of stages) describePaymentMethod(stage);
