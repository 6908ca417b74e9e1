import { describe, expect, it } from 'vitest';
import { heldMinor } from '#src/domain/checkout/checkout.ts';
import { isPageUrl } from '#src/domain/checkout/page-url.ts';
import { askAgainMs, isOnPage, judgeCall, lookAgainMs } from '#src/domain/checkout/payment.ts';

const TOLD = { authorizedMinor: 500n, capturedMinor: 0n, refundedMinor: 0n, isVoided: false };

describe('what became of a call to another payment method', () => {
  it.each([
    ['authorize', undefined, 'open'],
    ['authorize', TOLD, 'ok'],
    ['authorize', { ...TOLD, authorizedMinor: 499n }, 'open'],
    ['authorize', { ...TOLD, isVoided: true }, 'rejected'],
    ['capture', TOLD, 'open'],
    ['capture', { ...TOLD, capturedMinor: 500n }, 'ok'],
    ['capture', { ...TOLD, isVoided: true }, 'rejected'],
    ['void', TOLD, 'open'],
    ['void', { ...TOLD, isVoided: true }, 'ok'],
    ['refund', { ...TOLD, capturedMinor: 900n, refundedMinor: 699n }, 'open'],
    ['refund', { ...TOLD, capturedMinor: 900n, refundedMinor: 700n }, 'ok'],
  ] as const)('%s of %o is %s', (kind, told, judged) => {
    expect(judgeCall({ kind, amountMinor: 500n }, told, 200n)).toBe(judged);
  });

  it('is asked about ever more rarely, an hour apart at most, and never before the provider wants it', () => {
    expect([1, 2, 3, 30].map((attempts) => askAgainMs(attempts))).toEqual([2_000, 4_000, 8_000, 3_600_000]);
    expect(askAgainMs(1, 60_000)).toBe(60_000);
  });
});

describe('a page on which somebody pays', () => {
  it('is looked at soon at first, and then every minute', () => {
    expect([0, 8_000, 40_000, 240_000, 3_600_000].map(lookAgainMs)).toEqual([
      2_000, 2_000, 10_000, 60_000, 60_000,
    ]);
  });

  it('is what an authorization without a token waits for', () => {
    expect(isOnPage({ kind: 'authorize', token: null })).toBe(true);
    expect(isOnPage({ kind: 'authorize', token: 'pm_card' })).toBe(false);
    expect(isOnPage({ kind: 'void', token: null })).toBe(false);
  });

  it.each([
    ['https://checkout.stripe.com/c/pay/cs_1', true],
    ['http://127.0.0.1:4242/c/pay/cs_1', true],
    ['http://localhost/pay', true],
    ['http://checkout.stripe.com/c/pay/cs_1', false],
    ['http://127.0.0.1.example.com/', false],
    ['https://stripe.com@example.com/', false],
    ['javascript:alert(1)', false],
    ['//example.com/pay', false],
    ['', false],
  ])('is at an address over https or on this machine: %s is one, %s', (url, isOne) => {
    expect(isPageUrl(url)).toBe(isOne);
  });
});

describe('what goes back of a checkout that ends', () => {
  it('is what was held: of another payment method only what that has said so of', () => {
    const none = { grantId: null, capturedMinor: 0n, refundedMinor: 0n, method: null, providerRef: null };
    const gift = { ...none, id: '1', kind: 'gift' as const, authorizedMinor: 800n };
    const card = { ...none, id: '2', kind: 'payment' as const, authorizedMinor: 500n, method: 'cards' };

    expect(heldMinor([gift, card])).toBe(800n);
    expect(heldMinor([gift, { ...card, providerRef: 'pi_1' }])).toBe(1_300n);
  });
});
