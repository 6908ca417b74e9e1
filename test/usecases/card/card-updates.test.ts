import { afterAll, describe, expect, it } from 'vitest';
import { giftCard } from '#src/chat/cards/gift-card.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Attempt, Card, SendOutcome } from '#src/ports/message.ts';
import type { CardToShow } from '#src/app.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseDelivery } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const words = createWords();
const SETTLED: Card = { tone: 'info', title: 'It is over', summary: 'It is over', blocks: [], actions: [] };
const SENT: SendOutcome = { status: 'sent', messageId: 'M1' };

/** A gift of which the message is about to be sent to Alice. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { gifts } = await company.give('morgan', 'alice', '25');
  const { giftId } = must(gifts[0], 'gift');
  const leased = await leaseDelivery(core.app, giftId);
  if (leased.kind !== 'send' || leased.toSend.channel !== 'dm') throw new Error('there is nothing to send');
  const { toSend } = leased;
  const card = giftCard(words, toSend.gift, must(toSend.code, 'code'), 'chat');

  /** Records the gift's message as sent, to where it can be replaced. */
  async function deliver(): Promise<void> {
    const outcome = { ...SENT, placed: { place: `C1/${giftId}` } } as SendOutcome;
    await core.app.message.recordDeliveries([{ toSend, outcome, card }]);
  }
  async function redeem(): Promise<void> {
    await core.app.gift.redeem({ person: await company.person('alice'), giftId });
  }
  async function lease(): Promise<CardToShow> {
    const ids = (await placed()).map(({ id }) => id);
    const [found] = (await core.app.card.lease(ids)).values();
    if (!found || found instanceof Error || found.kind !== 'send') throw new Error('no card is due');
    return found.toSend;
  }
  async function placed() {
    return core.db.selectFrom('placed_card').selectAll().where('subject_id', '=', giftId).execute();
  }
  function record(attempt: Attempt<CardToShow>) {
    return core.app.card.record([attempt]);
  }
  return { core, company, giftId, deliver, redeem, lease, placed, record };
}

describe('a card with buttons', () => {
  it('is remembered where it stands, without its code', async () => {
    const { company, core, giftId, deliver, placed } = await start();
    await deliver();

    const [row] = await placed();

    const code = (await company.codeOf(giftId, 'alice')).reveal();
    expect(row).toMatchObject({ kind: 'gift', platform: 'slack', place: `C1/${giftId}`, status: 'due' });
    expect(row?.due_at.getTime()).toBeGreaterThan(core.clock.now().getTime() + 300 * 86_400_000);
    expect(JSON.stringify(row)).not.toContain(code);
  });

  it('is due when its subject changes, and forgotten once it is settled and shown', async () => {
    const { core, deliver, redeem, lease, placed, record } = await start();
    await deliver();
    await redeem();
    const enqueued = core.queue.take('update-card');
    const [due] = await placed();

    const toSend = await lease();
    const steps = await record({ toSend, outcome: SENT, card: SETTLED });

    expect(enqueued).toEqual([due?.id]);
    expect(toSend.current).toMatchObject({
      is: 'known',
      facts: { kind: 'gift', facts: { end: 'redeemed' } },
    });
    expect(steps).toEqual([{ kind: 'done' }]);
    expect(await placed()).toEqual([]);
  });

  it('is due at once when its subject changed while it was sent', async () => {
    const { core, deliver, redeem, placed, lease } = await start();
    await redeem();
    await deliver();

    const [row] = await placed();

    expect(row?.due_at).toEqual(core.clock.now());
    expect((await lease()).current.is).toBe('known');
  });

  it('is shown once more when its subject changes while it is replaced', async () => {
    const { core, deliver, redeem, placed, lease, record } = await start();
    await deliver();
    const [row] = await placed();
    await core.db
      .updateTable('placed_card')
      .set({ due_at: core.clock.now() })
      .where('id', '=', row?.id ?? '')
      .execute();
    const early = await lease();
    await redeem();

    await record({ toSend: early, outcome: SENT, card: undefined });
    const enqueued = core.queue.take('update-card');

    expect(early.current).toEqual({ is: 'still' });
    expect(enqueued).toEqual([row?.id]);
    expect((await lease()).current.is).toBe('known');
  });

  it('waits while a token is refused, and is dropped when its message is gone', async () => {
    const { core, deliver, redeem, placed, lease, record } = await start();
    await deliver();
    await redeem();

    const [refused] = await record({
      toSend: await lease(),
      outcome: { status: 'failed', reason: 'invalid_auth' },
      card: SETTLED,
    });
    const kept = await placed();
    core.clock.advance(60_000);
    const [gone] = await record({
      toSend: await lease(),
      outcome: { status: 'closed', reason: 'message_not_found' },
      card: SETTLED,
    });

    expect(refused).toMatchObject({ kind: 'again' });
    expect(kept).toHaveLength(1);
    expect(gone).toEqual({ kind: 'done' });
    expect(await placed()).toEqual([]);
  });

  it('is given up after a day without anybody having to look', async () => {
    const { core, deliver, redeem, placed, lease, record } = await start();
    await deliver();
    await redeem();
    core.clock.advance(25 * 3_600_000);

    const steps = await record({
      toSend: await lease(),
      outcome: { status: 'later', reason: 'ratelimited' },
      card: SETTLED,
    });

    expect(steps).toEqual([{ kind: 'done' }]);
    expect(await placed()).toEqual([]);
  });
});
