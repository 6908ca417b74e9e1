import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type CompanyOptions, makeCompany } from '#test/helpers/company.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import { raceCores } from '#test/helpers/racing-cores.ts';

const { core, manyAtOnce: atOnce } = await raceCores(3);

async function countOf(table: 'gift' | 'recognition', organizationId: string): Promise<number> {
  const rows = await core.db
    .selectFrom(table)
    .select('id')
    .where('organization_id', '=', organizationId)
    .execute();
  return rows.length;
}

async function granted(organizationId: string): Promise<bigint[]> {
  const rows = await core.db
    .selectFrom('entry')
    .innerJoin('posting', 'posting.entry_id', 'entry.id')
    .select('posting.amount')
    .where('entry.organization_id', '=', organizationId)
    .where('entry.kind', '=', 'budget.granted')
    .where('posting.amount', '>', 0n)
    .execute();
  return rows.map(({ amount }) => amount);
}

async function start(options: CompanyOptions) {
  const company = await makeCompany(core, { design: null, ...options });
  return { company, organizationId: company.organization.id };
}

describe('giving at the same moment', () => {
  it('gives exactly what the budget has, when fifty requests for twenty’s worth are decided one by one', async () => {
    const { company, organizationId } = await start({ engineering: 2_000n });
    const asked = await atOnce(50, () => company.ask('morgan', 'alice', '1'));

    await atOnce(50, (app, index) => app.recognition.issue([asked[index]?.id ?? '']));

    expect(await countOf('gift', organizationId)).toBe(20);
    expect(await company.left('Engineering')).toBe(0n);
  });

  it('gives exactly what the budget has, when the same requests stand in many batches', async () => {
    const { company, organizationId } = await start({ engineering: 2_000n });
    const ids = (await atOnce(50, () => company.ask('morgan', 'bob', '1'))).map(({ id }) => id);

    const batches = await atOnce(12, (app, index) =>
      app.recognition.issue(ids.slice(index * 3, index * 3 + 17).toReversed()),
    );

    const decided = batches.flatMap((batch) => batch.decided.map(({ recognition }) => recognition.id));
    expect(decided).toHaveLength(50);
    expect(new Set(decided).size).toBe(50);
    expect(await countOf('gift', organizationId)).toBe(20);
    expect(await company.left('Engineering')).toBe(0n);
  });

  it('makes one gift of a request that comes twenty times', async () => {
    const { company, organizationId } = await start({ engineering: 2_000n });

    const requested = await atOnce(20, async (app) => {
      const { recognition } = await app.recognition.request({
        organizationId,
        source: 'slack',
        requestId: 'trigger-1',
        giver: company.ref('morgan'),
        recipients: [company.ref('alice')],
        amount: { amount: '1' },
        message: '',
        channelId: null,
        replyTo: null,
      });
      await app.recognition.issue([recognition.id]);
      return recognition.id;
    });

    expect(new Set(requested).size).toBe(1);
    expect(await countOf('recognition', organizationId)).toBe(1);
    expect(await countOf('gift', organizationId)).toBe(1);
  });

  it('ends without anybody waiting in a circle, when batches of many departments open their month at once', async () => {
    const companies = await Promise.all(
      Array.from({ length: 4 }, () => makeCompany(core, { engineering: 10_000n, design: 10_000n })),
    );
    core.clock.set('2027-01-01T00:00:00Z');
    const asked = (
      await atOnce(
        96,
        (_, index) =>
          companies[index % 4]?.ask(index % 8 < 4 ? 'morgan' : 'dana', 'alice', '1') ??
          Promise.reject(new Error('no company')),
      )
    ).map(({ id }) => id);

    const batches = await atOnce(24, (app, index) =>
      app.recognition.issue(asked.filter((_id, at) => at % 24 === index || at % 7 === index)),
    );
    core.clock.set('2026-11-16T10:00:00Z');

    expect(batches.flatMap(({ giftIds }) => giftIds)).toHaveLength(96);
  });
});

describe('the first use of a month', () => {
  it('funds it once, however many come first', async () => {
    const { company, organizationId } = await start({ engineering: 2_000n });
    core.clock.set('2026-12-01T00:00:00Z');
    const asked = await atOnce(12, () => company.ask('morgan', 'alice', '1'));

    await atOnce(12, (app, index) => app.recognition.issue([asked[index]?.id ?? '']));
    const left = await company.left('Engineering');
    core.clock.set('2026-11-16T10:00:00Z');

    expect(await granted(organizationId)).toEqual([2_000n, 2_000n]);
    expect(left).toBe(800n);
  });
});

describe('setting a budget while people give', () => {
  it('keeps the budget what was set last, less what was given', async () => {
    const { company, organizationId } = await start({ engineering: 3_000n });
    const engineering = await company.department('Engineering');
    const asked = await atOnce(30, () => company.ask('morgan', 'alice', '1'));

    await atOnce(45, async (app, index) => {
      const request = asked[index];
      if (request) return app.recognition.issue([request.id]);
      const amountMinor = BigInt(2_000 + 100 * (index % 13));
      return app.budget.set({ department: engineering, amountMinor, actorId: null });
    });

    const lastSet = await core.db
      .selectFrom('budget_policy')
      .select('amount_minor')
      .where('organization_id', '=', organizationId)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const givenMinor = BigInt(await countOf('gift', organizationId)) * 100n;
    expect(await company.left('Engineering')).toBe(lastSet.amount_minor - givenMinor);
  });

  it('sets it twice at once without adding the two up', async () => {
    const { company } = await start({ engineering: null });
    const engineering = await company.department('Engineering');

    const set = await atOnce(9, (app, index) =>
      app.budget.set({ department: engineering, amountMinor: BigInt(1_000 * (index + 1)), actorId: null }),
    );

    const left = await company.left('Engineering');
    expect(set.every(({ ok }) => ok)).toBe(true);
    expect([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n].map((one) => one * 1_000n)).toContain(left);
  });
});

describe('redeeming at the same moment', () => {
  it('pays a code once, when it is tried twenty times by code and by button', async () => {
    const { company } = await start({ engineering: 2_500n });
    const { gifts } = await company.give('morgan', 'alice', '25');
    const giftId = gifts[0]?.giftId ?? '';
    const typed = (await company.codeOf(giftId, 'alice')).reveal();
    const alice = await company.person('alice');

    const outcomes = await atOnce(20, (app, index) =>
      index % 2 ? app.gift.redeemCode({ person: alice, typed }) : app.gift.redeem({ person: alice, giftId }),
    );

    const { wallets } = await balanceOf(core, alice);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(wallets).toEqual([{ amountMinor: 2_500n, currency: 'USD' }]);
  });

  it('pays only the owner, when everybody tries the same code', async () => {
    const { company } = await start({ engineering: 2_500n });
    const { gifts } = await company.give('morgan', 'alice', '25');
    const typed = (await company.codeOf(gifts[0]?.giftId ?? '', 'alice')).reveal();
    const people = await Promise.all(['bob', 'alice', 'mallory', 'dana'].map((name) => company.person(name)));

    const outcomes = await atOnce(20, async (app, index) => {
      const person = people[index % 4];
      if (!person) throw new Error('there are four');
      return { name: person.name, ok: (await app.gift.redeemCode({ person, typed })).ok };
    });

    expect(outcomes.filter(({ ok }) => ok)).toEqual([{ name: 'Alice Ito', ok: true }]);
  });

  it('adds many codes of one person up, while more are given to them', async () => {
    const { company } = await start({ engineering: 100_000n });
    const alice = await company.person('alice');
    const given = [];
    for (let count = 0; count < 10; count += 1) given.push(await company.give('morgan', 'alice', '3'));
    const codes = await Promise.all(
      given.map(({ gifts }) => company.codeOf(gifts[0]?.giftId ?? '', 'alice')),
    );
    const asked = await atOnce(10, () => company.ask('morgan', 'alice', '2'));

    await atOnce(20, async (app, index) => {
      const code = codes[index];
      if (code) return app.gift.redeemCode({ person: alice, typed: code.reveal() });
      return app.recognition.issue([asked[index - 10]?.id ?? '']);
    });

    const { wallets, unredeemed } = await balanceOf(core, alice);
    expect(wallets).toEqual([{ amountMinor: 3_000n, currency: 'USD' }]);
    expect(unredeemed).toHaveLength(10);
  });
});

describe('a connection that breaks while money moves', () => {
  it('leaves nothing half done, and the rest is given afterwards', async () => {
    const { company, organizationId } = await start({ engineering: 100_000n });
    const ids = (await atOnce(60, () => company.ask('morgan', 'alice', '1'))).map(({ id }) => id);
    let broken = 0;
    let isOver = false;

    async function breakConnections(): Promise<void> {
      while (!isOver) {
        const { rows } = await sql`
          select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and state = 'idle in transaction' limit 1`.execute(core.db);
        broken += rows.length;
        await sleep(20);
      }
    }
    const breaking = breakConnections();
    await atOnce(60, (app, index) => app.recognition.issue([ids[index] ?? '']).catch(() => undefined));
    isOver = true;
    await breaking;
    const givenMeanwhile = await countOf('gift', organizationId);
    await atOnce(3, (app) => app.recognition.issue(ids));

    expect(broken).toBeGreaterThan(0);
    expect(givenMeanwhile).toBeLessThan(60);
    expect(await countOf('gift', organizationId)).toBe(60);
    expect(await company.left('Engineering')).toBe(94_000n);
  });
});
