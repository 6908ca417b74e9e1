import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { newId } from '#src/kit/new-id.ts';
import type { TenderToAuthorize } from '#src/ports/payment-method.ts';
import { describePages } from './payment-pages.ts';
import type { OpenPaymentStage, PayerToken, PaymentStage, PaymentTrouble } from './payment-stage.ts';

/** What every other payment method at checkout promises, by the port alone. */
export function describePaymentMethod(stage: PaymentStage): void {
  describe(`payments by ${stage.name}`, () => {
    let scene: OpenPaymentStage;
    beforeEach(async () => {
      scene = await stage.open();
    });
    afterEach(async () => {
      await scene.close();
      expect(scene.violations()).toEqual([]);
      expect(scene.secrets().filter((secret) => scene.logged().includes(secret))).toEqual([]);
    });

    describeAuthorizing(() => scene);
    describeCapturing(() => scene);
    describeVoiding(() => scene);
    describeRefunding(() => scene);
    describeLostAnswers(() => scene);
    describeForgottenKeys(() => scene);
    describePages(() => scene);
    describeSetup(() => scene);
  });
}

function tenderOf(
  { token }: OpenPaymentStage,
  { amountMinor = 2_000n, currency = 'USD', payer = 'good' as PayerToken } = {},
): TenderToAuthorize {
  const description = 'Largesse store';
  return { key: newId(), amountMinor, currency, paymentToken: token(payer), description };
}

type Held = TenderToAuthorize & { providerRef: string };

async function hold(scene: OpenPaymentStage, options?: Parameters<typeof tenderOf>[1]): Promise<Held> {
  const tender = tenderOf(scene, options);
  const outcome = await scene.method.authorize(tender);
  if (outcome.kind !== 'ok') throw new Error(`not held: ${inspect(outcome)}`);
  return { ...tender, providerRef: outcome.providerRef };
}

async function take(scene: OpenPaymentStage, amountMinor = 2_000n): Promise<Held> {
  const held = await hold(scene);
  expect(await scene.method.capture({ ...held, key: newId(), amountMinor })).toMatchObject({ kind: 'ok' });
  return held;
}

async function stateFor({ method }: OpenPaymentStage, key: string) {
  const found = await method.findByKey(key);
  if (found.kind !== 'ok') throw new Error(`not found: ${inspect(found)}`);
  return must(found.payment, 'payment');
}

function describeAuthorizing(getScene: () => OpenPaymentStage): void {
  it('holds an amount and takes nothing yet', async () => {
    const scene = getScene();

    const { key } = await hold(scene);

    expect(scene.payments()).toEqual([{ key, held: 2_000n, taken: 0n, given: 0n, isVoided: false }]);
  });

  it('holds once for a key, however often it is asked', async () => {
    const scene = getScene();
    const tender = tenderOf(scene);

    const outcomes = [await scene.method.authorize(tender), await scene.method.authorize(tender)];

    expect(outcomes[0]).toMatchObject({ kind: 'ok' });
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(scene.payments()).toHaveLength(1);
  });

  it('rejects a declined card, now and when it is asked again', async () => {
    const scene = getScene();
    const tender = tenderOf(scene, { payer: 'declined' });

    for (const outcome of [await scene.method.authorize(tender), await scene.method.authorize(tender)]) {
      expect(outcome).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/declined/u) });
    }
    expect(scene.payments().every(({ held }) => held === 0n)).toBe(true);
  });

  it('rejects a card whose bank asks its owner, whom nobody can ask here, and lets go of it', async () => {
    const scene = getScene();
    const tender = tenderOf(scene, { payer: 'asks the payer' });

    for (const outcome of [await scene.method.authorize(tender), await scene.method.authorize(tender)]) {
      expect(outcome).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/bank|canceled/u) });
    }
    expect(scene.payments()).toMatchObject([{ held: 0n, isVoided: true }]);
  });

  it.each<PaymentTrouble>(['busy', 'locked', 'fault', 'cut before', 'cut after', 'fault after'])(
    'lets go of such a card although that goes wrong at first (%s)',
    async (trouble) => {
      const scene = getScene();
      const tender = tenderOf(scene, { payer: 'asks the payer' });
      await scene.method.authorize({ ...tender, key: newId() });
      scene.trouble(trouble);

      const first = await scene.method.authorize(tender);
      const last = first.kind === 'rejected' ? first : await scene.method.authorize(tender);

      expect(last).toMatchObject({ kind: 'rejected' });
      expect(scene.payments().every(({ held, isVoided }) => held === 0n && isVoided)).toBe(true);
    },
  );

  it('leaves open what happened, and holds nothing more, when a key comes with another amount', async () => {
    const scene = getScene();
    const held = await hold(scene);

    expect(await scene.method.authorize({ ...held, amountMinor: 9_900n })).toMatchObject({ kind: 'unknown' });
    expect(scene.payments()).toMatchObject([{ held: 2_000n }]);
  });

  it.each<PaymentTrouble>(['busy', 'locked', 'fault', 'cut before'])(
    'leaves open what happened when it is not taken (%s), and holds when asked again',
    async (trouble) => {
      const scene = getScene();
      const tender = tenderOf(scene);
      scene.trouble(trouble);

      expect(await scene.method.authorize(tender)).toMatchObject({ kind: 'unknown' });
      expect(scene.payments()).toEqual([]);
      expect(await scene.method.authorize(tender)).toMatchObject({ kind: 'ok' });
      expect(scene.payments()).toHaveLength(1);
    },
  );

  it.each<PaymentTrouble>(['busy', 'locked'])('says how long to wait when it is %s', async (trouble) => {
    const scene = getScene();
    scene.trouble(trouble);

    const outcome = await scene.method.authorize(tenderOf(scene));

    expect(outcome.kind === 'unknown' && outcome.retryAfterMs).toBeGreaterThan(0);
  });

  it('does not take a refused login for a refused card: an earlier try may have held', async () => {
    const scene = getScene();

    expect(await scene.misconfigured().authorize(tenderOf(scene))).toMatchObject({ kind: 'unknown' });
  });
}

function describeCapturing(getScene: () => OpenPaymentStage): void {
  it('takes what is held, once', async () => {
    const scene = getScene();
    const { providerRef, currency, key } = await hold(scene);
    const call = { key: newId(), providerRef, amountMinor: 2_000n, currency };

    expect(await scene.method.capture(call)).toMatchObject({ kind: 'ok' });
    expect(await scene.method.capture(call)).toMatchObject({ kind: 'ok' });
    expect(scene.payments()).toEqual([{ key, held: 0n, taken: 2_000n, given: 0n, isVoided: false }]);
  });

  it('takes a part and lets go of the rest, which nobody calls a refund', async () => {
    const scene = getScene();

    const { key, providerRef } = await take(scene, 1_500n);

    expect(await stateFor(scene, key)).toEqual({
      providerRef,
      authorizedMinor: 0n,
      capturedMinor: 1_500n,
      refundedMinor: 0n,
      isVoided: false,
    });
  });

  it('does not take more than is held', async () => {
    const scene = getScene();
    const { providerRef, currency } = await hold(scene);

    const outcome = await scene.method.capture({ key: newId(), providerRef, amountMinor: 2_001n, currency });

    expect(outcome).toMatchObject({ kind: 'rejected' });
    expect(scene.payments()).toMatchObject([{ taken: 0n }]);
  });

  it('does not take a second time under another key', async () => {
    const scene = getScene();
    const held = await take(scene, 500n);

    const outcome = await scene.method.capture({ ...held, key: newId(), amountMinor: 500n });

    expect(outcome).toMatchObject({ kind: 'rejected' });
    expect(scene.payments()).toMatchObject([{ taken: 500n }]);
  });

  it('says so when the bank has ended the hold', async () => {
    const scene = getScene();
    const held = await hold(scene);
    scene.endHolds();

    expect(await scene.method.capture({ ...held, key: newId() })).toMatchObject({ kind: 'rejected' });
  });
}

function describeVoiding(getScene: () => OpenPaymentStage): void {
  it('lets go of a hold, however often it is asked', async () => {
    const scene = getScene();
    const { providerRef, key } = await hold(scene);
    const call = { key: newId(), providerRef };

    const outcomes = [await scene.method.void(call), await scene.method.void({ ...call, key: newId() })];

    expect(outcomes).toEqual([{ kind: 'ok' }, { kind: 'ok' }]);
    expect(scene.payments()).toMatchObject([{ held: 0n, isVoided: true }]);
    expect(await stateFor(scene, key)).toMatchObject({ isVoided: true, authorizedMinor: 0n });
  });

  it('does not let go of what was taken', async () => {
    const scene = getScene();
    const { providerRef } = await take(scene);

    expect(await scene.method.void({ key: newId(), providerRef })).toMatchObject({ kind: 'rejected' });
    expect(scene.payments()).toMatchObject([{ taken: 2_000n, isVoided: false }]);
  });
}

function describeRefunding(getScene: () => OpenPaymentStage): void {
  it('gives back parts, each once', async () => {
    const scene = getScene();
    const held = await take(scene, 1_500n);
    const [one, other] = [newId(), newId()];

    const first = await scene.method.refund({ ...held, key: one, amountMinor: 400n });
    const again = await scene.method.refund({ ...held, key: one, amountMinor: 400n });
    await scene.method.refund({ ...held, key: other, amountMinor: 100n });

    expect(first).toMatchObject({ kind: 'ok', refundRef: expect.stringMatching(/./u) });
    expect(again).toEqual(first);
    expect(scene.payments()).toMatchObject([{ taken: 1_500n, given: 500n }]);
    expect(await stateFor(scene, held.key)).toMatchObject({ capturedMinor: 1_500n, refundedMinor: 500n });
  });

  it('does not give back more than was taken', async () => {
    const scene = getScene();
    const held = await take(scene, 1_500n);

    const outcome = await scene.method.refund({ ...held, key: newId(), amountMinor: 1_501n });

    expect(outcome).toMatchObject({ kind: 'rejected' });
    expect(scene.payments()).toMatchObject([{ given: 0n }]);
  });

  it.each([
    [true, { kind: 'ok' }],
    [false, { kind: 'rejected' }],
  ] as const)('waits for a refund that is under way (good: %s)', async (isGood, end) => {
    const scene = getScene();
    scene.slowRefunds();
    const held = await take(scene);
    const call = { ...held, key: newId(), amountMinor: 700n };

    expect(await scene.method.refund(call)).toMatchObject({ kind: 'pending' });
    expect(await scene.method.refund(call)).toMatchObject({ kind: 'pending' });
    scene.settleRefunds(isGood);
    expect(await scene.method.refund(call)).toMatchObject(end);
  });
}

const LOST: PaymentTrouble[] = ['cut after', 'silence after', 'garbage after', 'fault after'];

function describeLostAnswers(getScene: () => OpenPaymentStage): void {
  it.each(LOST)('holds once when the answer is lost (%s), and finds the payment at once', async (trouble) => {
    const scene = getScene();
    const tender = tenderOf(scene);
    scene.sellToAnother(130);
    scene.trouble(trouble);

    const lost = await scene.method.authorize(tender);
    scene.sellToAnother(130);

    expect(lost).toMatchObject({ kind: 'unknown', fault: expect.stringMatching(/./u) });
    expect(await stateFor(scene, tender.key)).toMatchObject({ authorizedMinor: 2_000n });
    expect(await scene.method.authorize(tender)).toMatchObject({ kind: 'ok' });
    expect(scene.payments()).toHaveLength(1);
  });

  it.each(LOST)('takes once when the answer is lost (%s)', async (trouble) => {
    const scene = getScene();
    const held = await hold(scene);
    const call = { ...held, key: newId() };
    scene.trouble(trouble);

    expect(await scene.method.capture(call)).toMatchObject({ kind: 'unknown' });
    expect(await scene.method.capture(call)).toMatchObject({ kind: 'ok' });
    expect(scene.payments()).toMatchObject([{ taken: 2_000n }]);
  });

  it.each(LOST)('gives back once when the answer is lost (%s)', async (trouble) => {
    const scene = getScene();
    const held = await take(scene);
    const call = { ...held, key: newId(), amountMinor: 600n };
    scene.trouble(trouble);

    expect(await scene.method.refund(call)).toMatchObject({ kind: 'unknown' });
    expect(await scene.method.refund(call)).toMatchObject({ kind: 'ok' });
    expect(scene.payments()).toMatchObject([{ given: 600n }]);
  });

  it.each(LOST)('lets go when the answer is lost (%s)', async (trouble) => {
    const scene = getScene();
    const { providerRef } = await hold(scene);
    const call = { key: newId(), providerRef };
    scene.trouble(trouble);

    expect(await scene.method.void(call)).toMatchObject({ kind: 'unknown' });
    expect(await scene.method.void(call)).toMatchObject({ kind: 'ok' });
  });

  it('has never heard of a key that was not used', async () => {
    const scene = getScene();
    await hold(scene);

    expect(await scene.method.findByKey(newId())).toEqual({ kind: 'ok', payment: undefined });
  });
}

/** Providers remember keys for a day or so. */
function describeForgottenKeys(getScene: () => OpenPaymentStage): void {
  it('holds once for a key that is asked for again days later', async () => {
    const scene = getScene();
    const held = await hold(scene);
    scene.clock.advance(3 * 86_400_000);

    expect(await scene.method.authorize(held)).toMatchObject({ kind: 'ok', providerRef: held.providerRef });
    expect(scene.payments()).toHaveLength(1);
  });

  it('takes and gives back once for keys that are asked for again days later', async () => {
    const scene = getScene();
    const held = await hold(scene);
    const [capture, refund] = [
      { ...held, key: newId() },
      { ...held, key: newId(), amountMinor: 600n },
    ];
    await scene.method.capture(capture);
    await scene.method.refund(refund);
    scene.clock.advance(3 * 86_400_000);

    expect(await scene.method.capture(capture)).toMatchObject({ kind: 'ok' });
    expect(await scene.method.refund(refund)).toMatchObject({ kind: 'ok' });
    expect(scene.payments()).toMatchObject([{ taken: 2_000n, given: 600n }]);
  });

  it('finds a payment days later, as it is then', async () => {
    const scene = getScene();
    const { key } = await take(scene, 900n);
    scene.clock.advance(3 * 86_400_000);

    expect(await stateFor(scene, key)).toMatchObject({ capturedMinor: 900n });
  });
}

function describeSetup(getScene: () => OpenPaymentStage): void {
  it('has nothing for the doctor to mend when all is well', async () => {
    const findings = await getScene().method.check();

    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
  });

  it('tells the doctor what is wrong and what to do', async () => {
    const problem = expect.objectContaining({ level: 'problem', fix: expect.stringMatching(/./u) });

    expect(await getScene().misconfigured().check()).toContainEqual(problem);
    await getScene().goAway();
    expect(await getScene().method.check()).toContainEqual(problem);
  });

  it('leaves open what happened when nobody listens', async () => {
    const scene = getScene();
    const held = await hold(scene);
    const { key } = held;
    await scene.goAway();

    for (const outcome of [
      await scene.method.authorize(held),
      await scene.method.capture(held),
      await scene.method.void(held),
      await scene.method.refund(held),
      await scene.method.findByKey(key),
    ]) {
      expect(outcome).toMatchObject({ kind: 'unknown' });
    }
  });
}
