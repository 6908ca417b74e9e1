import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { isPageUrl } from '#src/domain/checkout/page-url.ts';
import { must } from '#src/domain/kit/must.ts';
import { newId } from '#src/kit/new-id.ts';
import type { PageToOpen } from '#src/ports/payment-method.ts';
import type { OpenPaymentStage, PaymentTrouble } from './payment-stage.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function pagesOf({ method }: OpenPaymentStage) {
  return must(method.pages, 'pages');
}

function pageOf({ clock }: OpenPaymentStage, more: Partial<PageToOpen> = {}): PageToOpen {
  return {
    key: newId(),
    amountMinor: 500n,
    currency: 'EUR',
    description: 'Hoodie',
    returnTo: 'https://gifts.example.com/orders/1/paid',
    expiresAt: new Date(clock.now().getTime() + 60 * MINUTE_MS),
    ...more,
  };
}

async function opened(scene: OpenPaymentStage): Promise<PageToOpen & { url: string }> {
  const page = pageOf(scene);
  const outcome = await pagesOf(scene).open(page);
  if (outcome.kind !== 'ok' || outcome.isPaid) throw new Error(`not opened: ${inspect(outcome)}`);
  return { ...page, url: outcome.url };
}

const HELD = { held: 500n, taken: 0n, given: 0n, isVoided: false };

/** Payment on pages of the provider's own. */
export function describePages(getScene: () => OpenPaymentStage): void {
  describeOpening(getScene);
  describeClosing(getScene);
  describePayers(getScene);
  describeLostPages(getScene);
}

function describeOpening(getScene: () => OpenPaymentStage): void {
  it('opens one page for a key, however often it is asked, and nothing is held', async () => {
    const scene = getScene();
    const page = await opened(scene);

    expect(await pagesOf(scene).open(page)).toEqual({ kind: 'ok', isPaid: false, url: page.url });
    expect(isPageUrl(page.url)).toBe(true);
    expect(page.url).not.toContain('orders');
    expect(scene.pages()).toEqual([{ key: page.key, isOpen: true }]);
    expect(scene.payments()).toEqual([]);
  });

  it('holds what is paid on it, and finds that by the key', async () => {
    const scene = getScene();
    const page = await opened(scene);
    scene.press(page.key, 'pay');

    const paid = await pagesOf(scene).open(page);
    if (paid.kind !== 'ok' || !paid.isPaid) throw new Error(inspect(paid));
    const { providerRef } = paid;

    expect(scene.payments()).toEqual([{ key: page.key, ...HELD }]);
    expect(await scene.method.findByKey(page.key)).toMatchObject({ payment: { authorizedMinor: 500n } });
    const capture = { key: newId(), providerRef, amountMinor: 500n, currency: 'EUR' };
    expect(await scene.method.capture(capture)).toMatchObject({ kind: 'ok' });
    expect(await scene.method.refund({ ...capture, key: newId() })).toMatchObject({ kind: 'ok' });
  });

  it.each([
    ['less than a card pays', { amountMinor: 49n }],
    ['finer than the currency is taken', { amountMinor: 1_001n, currency: 'KWD' }],
    ['more than a card pays', { amountMinor: 100_000_000n }],
  ])('takes no amount that is %s', async (_, more) => {
    const scene = getScene();
    const page = pageOf(scene, more);

    expect(pagesOf(scene).takes(page)).toBe(false);
    expect(await pagesOf(scene).open(page)).toMatchObject({ kind: 'rejected' });
    expect(scene.pages()).toEqual([]);
  });

  it('opens none that would end at once', async () => {
    const scene = getScene();
    const expiresAt = new Date(scene.clock.now().getTime() + 29 * MINUTE_MS);

    expect(await pagesOf(scene).open(pageOf(scene, { expiresAt }))).toMatchObject({ kind: 'rejected' });
  });

  it('does not take one page for another', async () => {
    const scene = getScene();
    const page = await opened(scene);

    expect(await pagesOf(scene).open({ ...page, amountMinor: 900n })).toMatchObject({ kind: 'unknown' });
    expect(scene.pages()).toHaveLength(1);
  });

  it('finds it although people come back to another address by now', async () => {
    const scene = getScene();
    const page = await opened(scene);

    const moved = await pagesOf(scene).open({ ...page, returnTo: 'https://new.example.com/orders/1/paid' });

    expect(moved).toMatchObject({ kind: 'ok', url: page.url });
    expect(scene.pages()).toHaveLength(1);
  });
}

function describeClosing(getScene: () => OpenPaymentStage): void {
  it('closes a page, so that nobody can pay on it, however often it is asked', async () => {
    const scene = getScene();
    const page = await opened(scene);

    for (const outcome of [await pagesOf(scene).close(page), await pagesOf(scene).close(page)]) {
      expect(outcome).toMatchObject({ kind: 'rejected' });
    }
    scene.press(page.key, 'pay');
    expect(scene.pages()).toEqual([{ key: page.key, isOpen: false }]);
    expect(scene.payments()).toEqual([]);
    expect(await pagesOf(scene).open(page)).toMatchObject({ kind: 'rejected' });
  });

  it('says what was paid before it was closed, which can then be let go of', async () => {
    const scene = getScene();
    const page = await opened(scene);
    scene.press(page.key, 'pay');

    const closed = await pagesOf(scene).close(page);
    if (closed.kind !== 'ok') throw new Error(inspect(closed));

    expect(await scene.method.void({ key: newId(), providerRef: closed.providerRef })).toEqual({
      kind: 'ok',
    });
    expect(scene.payments()).toMatchObject([{ held: 0n, isVoided: true }]);
  });

  it('closes what was never opened, so that it is not opened afterwards', async () => {
    const scene = getScene();
    const page = pageOf(scene);

    expect(await pagesOf(scene).close(page)).toMatchObject({ kind: 'rejected' });
    expect(await pagesOf(scene).open(page)).toMatchObject({ kind: 'rejected' });
    expect(scene.pages().filter(({ isOpen }) => isOpen)).toEqual([]);
  });

  it('ends by itself in time', async () => {
    const scene = getScene();
    const page = await opened(scene);
    scene.clock.advance(60 * MINUTE_MS);
    scene.press(page.key, 'pay');

    expect(await pagesOf(scene).open(page)).toMatchObject({ kind: 'rejected' });
    expect(scene.payments()).toEqual([]);
  });

  it.each([1, 3])('finds what was paid on it, asked %s days later', async (days) => {
    const scene = getScene();
    const [paid, unpaid] = [await opened(scene), await opened(scene)];
    scene.press(paid.key, 'pay');
    scene.clock.advance(days * DAY_MS);

    expect(await pagesOf(scene).open(paid)).toMatchObject({ kind: 'ok', isPaid: true });
    expect(await pagesOf(scene).close(paid)).toMatchObject({ kind: 'ok' });
    expect(await pagesOf(scene).close(unpaid)).toMatchObject({ kind: 'rejected' });
  });
}

function describePayers(getScene: () => OpenPaymentStage): void {
  it('leaves a declined card to the page: another one pays', async () => {
    const scene = getScene();
    const page = await opened(scene);
    scene.press(page.key, 'decline');

    expect(await pagesOf(scene).open(page)).toMatchObject({ kind: 'ok', isPaid: false });
    scene.press(page.key, 'pay');
    expect(await pagesOf(scene).open(page)).toMatchObject({ kind: 'ok', isPaid: true });
    expect(scene.payments()).toEqual([{ key: page.key, ...HELD }]);
  });

  it('leaves what a bank asks to the page: it waits, and holds once the payer has agreed', async () => {
    const scene = getScene();
    const page = await opened(scene);
    scene.press(page.key, 'ask');

    expect(await pagesOf(scene).open(page)).toMatchObject({ kind: 'ok', isPaid: false });
    scene.press(page.key, 'agree');
    expect(await pagesOf(scene).open(page)).toMatchObject({ kind: 'ok', isPaid: true });
  });

  it.each(['decline', 'ask'] as const)('holds nothing of a payer who gave up (%s)', async (press) => {
    const scene = getScene();
    const [closed, ended] = [await opened(scene), await opened(scene)];
    for (const { key } of [closed, ended]) scene.press(key, press);

    expect(await pagesOf(scene).close(closed)).toMatchObject({ kind: 'rejected' });
    scene.clock.advance(61 * MINUTE_MS);
    expect(await pagesOf(scene).open(ended)).toMatchObject({ kind: 'rejected' });
    for (const { key } of [closed, ended]) scene.press(key, 'agree');
    expect(scene.payments().map(({ held, isVoided }) => [held, isVoided])).toEqual([
      [0n, true],
      [0n, true],
    ]);
  });
}

const NOT_TAKEN: PaymentTrouble[] = ['busy', 'locked', 'fault', 'cut before'];
const LOST: PaymentTrouble[] = ['cut after', 'silence after', 'garbage after', 'fault after'];

function describeLostPages(getScene: () => OpenPaymentStage): void {
  it.each([...NOT_TAKEN, ...LOST])(
    'opens one page although the answer did not come (%s)',
    async (trouble) => {
      const scene = getScene();
      const page = pageOf(scene);
      scene.trouble(trouble);

      const first = await pagesOf(scene).open(page);
      scene.clock.advance(2 * MINUTE_MS);

      expect(first).toMatchObject({ kind: 'unknown' });
      expect(await pagesOf(scene).open(page)).toMatchObject({ kind: 'ok', isPaid: false });
      expect(scene.pages()).toEqual([{ key: page.key, isOpen: true }]);
    },
  );

  it.each(['busy', 'locked'] as const)('says how long to wait when it is %s', async (trouble) => {
    const scene = getScene();
    scene.trouble(trouble);

    const outcome = await pagesOf(scene).open(pageOf(scene));

    expect(outcome.kind === 'unknown' && outcome.retryAfterMs).toBeGreaterThan(0);
  });

  it.each(LOST)('closes a page whose opening was lost (%s)', async (trouble) => {
    const scene = getScene();
    const page = pageOf(scene);
    scene.trouble(trouble);
    await pagesOf(scene).open(page);

    expect(await pagesOf(scene).close(page)).toMatchObject({ kind: 'rejected' });
    expect(scene.pages()).toEqual([{ key: page.key, isOpen: false }]);
  });

  it('does not take a refused login for a page that has ended', async () => {
    const scene = getScene();
    const page = await opened(scene);
    const { pages } = scene.misconfigured();

    expect(await must(pages, 'pages').open(page)).toMatchObject({ kind: 'unknown' });
    expect(await must(pages, 'pages').close(page)).toMatchObject({ kind: 'unknown' });
  });

  it('leaves open what became of a page when nobody listens', async () => {
    const scene = getScene();
    const page = await opened(scene);
    await scene.goAway();

    expect(await pagesOf(scene).open(page)).toMatchObject({ kind: 'unknown' });
    expect(await pagesOf(scene).close(page)).toMatchObject({ kind: 'unknown' });
  });
}
