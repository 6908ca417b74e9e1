import { z } from 'zod';
import type { Finding } from '#src/ports/doctor.ts';
import { call } from './call.ts';
import type { Stripe } from './stripe-config.ts';

const SUBJECT = 'Payments by Stripe';

/** Reads the balance, which proves the key and tells whether it moves real money. */
export async function check(stripe: Stripe): Promise<Finding[]> {
  const shape = z.looseObject({ livemode: z.boolean() });
  const called = await call(stripe, { method: 'GET', path: '/v1/balance', shape });
  if ('failure' in called) {
    const fix = 'Check STRIPE_SECRET_KEY in Stripe’s dashboard, and the network';
    return [{ subject: SUBJECT, level: 'problem', message: called.failure.text, fix }];
  }
  if (called.answer.body.livemode) return [{ subject: SUBJECT, level: 'ok', message: 'the key is accepted' }];
  const message = 'the key is one for tests: no money moves';
  return [{ subject: SUBJECT, level: 'warning', message, fix: 'Set STRIPE_SECRET_KEY to a live key' }];
}
