import type { PaymentMethod, PaymentState } from '#src/ports/payment-method.ts';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';

type Held = PaymentState & { amountMinor: bigint };

/** How the next calls end: `lost` does what was asked, and the answer never comes. */
export type Mood = 'ok' | 'rejected' | 'lost' | 'down' | 'pending';

/** Another payment method with the books of a real one: a key does something once. */
export function createCardProvider() {
  const held = new Map<string, Held>();
  const done = new Map<string, object>();
  const moods: Mood[] = [];
  const calls: string[] = [];
  const pending = new Map<string, () => object>();

  const method: PaymentMethod = {
    name: 'cards',
    authorize: ({ key, amountMinor }) =>
      answer(`authorize ${key}`, key, () => {
        const providerRef = `pay-${key}`;
        held.set(key, {
          providerRef,
          amountMinor,
          authorizedMinor: amountMinor,
          capturedMinor: 0n,
          refundedMinor: 0n,
          isVoided: false,
        });
        return { providerRef };
      }),
    capture: ({ key, providerRef, amountMinor }) =>
      answer(`capture ${amountMinor}`, key, () => {
        const payment = ofRef(providerRef);
        if (payment.isVoided || payment.capturedMinor > 0n || amountMinor > payment.authorizedMinor)
          throw new Error(`${providerRef} cannot be captured`);
        payment.capturedMinor = amountMinor;
        return {};
      }),
    void: ({ key, providerRef }) =>
      answer('void', key, () => {
        const payment = ofRef(providerRef);
        if (payment.capturedMinor > 0n) throw new Error(`${providerRef} was captured`);
        payment.isVoided = true;
        return {};
      }),
    refund: ({ key, providerRef, amountMinor }) =>
      answer(`refund ${amountMinor}`, key, () => {
        const payment = ofRef(providerRef);
        if (payment.refundedMinor + amountMinor > payment.capturedMinor)
          throw new Error(`${providerRef} was captured for less`);
        payment.refundedMinor += amountMinor;
        return { refundRef: key };
      }),
    findByKey: (key) => Promise.resolve({ kind: 'ok', payment: held.get(key) }),
  };

  return {
    method,
    /** What was asked, in words. */
    calls,
    /** How the next calls end, in this order; after that they are answered. */
    next: (...all: Mood[]) => moods.push(...all),
    /** Does what was pending. */
    settle() {
      for (const [key, act] of pending) done.set(key, act());
      pending.clear();
    },
    /** What it holds, took and gave back in all, minor units. */
    books: () =>
      [...held.values()].map(({ authorizedMinor, capturedMinor, refundedMinor, isVoided }) => {
        return { authorizedMinor, capturedMinor, refundedMinor, isVoided };
      }),
  };

  function ofRef(providerRef: string): Held {
    const found = [...held.values()].find((one) => one.providerRef === providerRef);
    if (!found) throw new Error(`there is no ${providerRef}`);
    return found;
  }

  async function answer<T extends object>(
    what: string,
    key: string,
    act: () => T,
  ): Promise<ProviderOutcome<T>> {
    calls.push(what);
    const before = done.get(key) as T | undefined;
    if (before) return { kind: 'ok', ...before };
    const mood = moods.shift() ?? 'ok';
    if (mood === 'down') return { kind: 'unknown', fault: 'connection refused' };
    if (mood === 'rejected') return { kind: 'rejected', reason: 'card declined' };
    if (mood === 'pending') {
      pending.set(key, act);
      return { kind: 'pending' };
    }
    const result = act();
    done.set(key, result);
    if (mood === 'lost') throw new Error('socket hang up');
    return { kind: 'ok', ...result };
  }
}
