import { inspect } from 'node:util';
import { sql } from 'kysely';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { revealReward } from '#src/usecases/reward/reveal-reward.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { openRewardScene } from './reward-scene.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const scene = await openRewardScene(database.db);
  onTestFinished(scene.close);
  const { core, company } = scene;
  async function reveal(rewardId: string, who = 'alice') {
    return revealReward(core, { person: await company.person(who), rewardId });
  }
  return { ...scene, reveal };
}

describe('showing a reward', () => {
  it('shows its owner the code, on record each time, and stores it nowhere', async () => {
    const { order, buy, reveal, read, amazon, activities, core, company } = await start();
    const id = await order();
    await buy(id);
    const { code } = must(amazon.cards[0], 'card');

    const shown = await reveal(id);
    await reveal(id);

    expect(shown.ok && shown.value.values.map(({ secret }) => secret.reveal())).toEqual([code]);
    expect(await read(id)).toMatchObject({ reveals: 2 });
    const { id: alice } = await company.person('alice');
    const seen = (await activities(id)).filter(({ kind }) => kind === 'reward.revealed');
    expect(seen.map(({ actor_id: actor }) => actor)).toEqual([alice, alice]);
    expect(amazon.cards).toHaveLength(1);
    const { rows } = await sql`
      select query_to_xml('select * from reward_order', true, false, '')::text
        || query_to_xml('select * from activity', true, false, '')::text
        || query_to_xml('select * from change', true, false, '')::text as all`.execute(database.owner);
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(`${JSON.stringify(core.log.steps)} ${inspect(shown, { depth: 9 })}`).not.toContain(code);
  });

  it('shows nobody else anything, whatever their role', async () => {
    const { order, buy, reveal, read, amazon } = await start();
    const id = await order();
    await buy(id);
    const calls = amazon.calls.length;

    for (const who of ['bob', 'morgan', 'priya', 'finn']) {
      expect(await reveal(id, who)).toEqual({ ok: false, refusal: { kind: 'unknown-reward' } });
    }
    expect(await read(id)).toMatchObject({ reveals: 0 });
    expect(amazon.calls).toHaveLength(calls);
  });

  it('says so when it is not bought yet, or never will be', async () => {
    const { order, buy, reveal, amazon } = await start();
    const waiting = await order();
    const rejected = await order();
    amazon.obey('F2015');
    await buy(rejected);

    expect(await reveal(waiting)).toEqual({ ok: false, refusal: { kind: 'reward-waits' } });
    expect(await reveal(rejected)).toEqual({ ok: false, refusal: { kind: 'reward-not-bought' } });
    expect(amazon.cards).toEqual([]);
  });

  it('shows nothing while the provider does not answer, and counts nothing as seen', async () => {
    const { order, buy, reveal, read, activities, amazon } = await start();
    const id = await order();
    await buy(id);
    amazon.obey('F4000');

    expect(await reveal(id)).toEqual({
      ok: false,
      refusal: { kind: 'reward-not-shown', why: 'no-answer' },
    });
    expect((await activities(id)).map(({ kind }) => kind)).toEqual(['reward.bought']);
    expect(await read(id)).toMatchObject({ reveals: 0, revealed_at: null });
    expect(await reveal(id)).toMatchObject({ ok: true });
    expect(await read(id)).toMatchObject({ reveals: 1 });
  });

  it('shows nothing of what was taken back while the provider was asked', async () => {
    const { order, buy, core, company, read } = await start();
    const id = await order();
    await buy(id);
    const showable = [true, false];

    const shown = await revealReward(
      core,
      { person: await company.person('alice'), rewardId: id },
      {
        lockShowable: async () =>
          showable.shift()
            ? { ok: true, value: undefined }
            : { ok: false, refusal: { kind: 'order-over', status: 'refunded' } },
      },
    );

    expect(shown).toEqual({ ok: false, refusal: { kind: 'order-over', status: 'refunded' } });
    expect(await read(id)).toMatchObject({ reveals: 0 });
  });

  it('shows nothing of an order that somebody made theirs by hand', async () => {
    const { order, buy, reveal, company, amazon } = await start();
    const id = await order();
    await buy(id);
    const { id: mallory } = await company.person('mallory');
    const calls = amazon.calls.length;
    await pastGuards(database.owner, (tx) =>
      sql`update reward_order set person_id = ${mallory} where id = ${id}`.execute(tx),
    );

    await expect(reveal(id, 'mallory')).rejects.toThrow('was made or changed past Largesse');
    expect(amazon.calls).toHaveLength(calls);
  });
});
