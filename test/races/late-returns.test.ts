import { describe, expect, it } from 'vitest';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { undoAsBefore } from '#test/helpers/undo-as-before.ts';
import { raceCores } from '#test/helpers/racing-cores.ts';

/** Money that comes back after its period ended, while others give, decide, set and bring home. */

const { core, manyAtOnce: atOnce } = await raceCores(3);

const GIVEN = 12;
const CAP = 45_000n;

/**
 * Engineering with 500 a month, of which 450 may be carried over: in November it gave twelve times 5, and put two times 110
 * aside. December has begun, and nobody has used it yet.
 */
async function start() {
  core.clock.set('2026-11-30T23:59:00Z');
  const company = await makeCompanyWithApprovers(core);
  const department = await company.department('Engineering');
  const setting = { department, amountMinor: 50_000n, actorId: null };
  await core.app.budget.set({ ...setting, carryCapMinor: CAP });
  const asked: string[] = [];
  for (let index = 0; index < GIVEN; index += 1) asked.push((await company.ask('morgan', 'alice', '5')).id);
  const { giftIds } = await core.app.recognition.issue(asked);
  const waiting = [
    await company.reserve('morgan', 'bob', '110'),
    await company.reserve('morgan', 'alice', '110'),
  ];
  core.clock.set('2026-12-01T00:01:00Z');
  const [morgan, ada, priya] = await Promise.all(['morgan', 'ada', 'priya'].map(company.person));
  if (!morgan || !ada || !priya) throw new Error('somebody is missing');
  async function budgets() {
    const rows = await core.db
      .selectFrom('account')
      .select(['period', 'balance'])
      .where('owner_id', '=', department.id)
      .where('kind', '=', 'budget')
      .execute();
    return Object.fromEntries(rows.map(({ period, balance }) => [period, balance]));
  }
  return { company, department, setting, giftIds, waiting, morgan, ada, budgets };
}

describe('money that comes back late', () => {
  it('opens the running period once, and never passes the cap, when much comes back at the same moment', async () => {
    const { giftIds, waiting, morgan, ada, budgets } = await start();

    const outcomes = await atOnce(GIVEN + 2, async (app, index): Promise<boolean> => {
      const approval = waiting[index - GIVEN];
      if (!approval) {
        return (await app.gift.undo({ person: morgan, of: { giftId: giftIds[index] ?? '' } })).ok;
      }
      const decision = { kind: 'decline', reason: 'too much' } as const;
      return (await app.approval.decide({ person: ada, approvalId: approval.approvalId, decision })).ok;
    });

    expect(outcomes.every(Boolean)).toBe(true);
    expect(await budgets()).toEqual({ '2026-11-01': 0n, '2026-12-01': 50_000n + CAP });
  });

  it('comes back beside batches, settings, moves and freezes, and nobody waits in a circle', async () => {
    const { company, department, setting, giftIds, waiting, morgan, ada } = await start();
    const design = await company.department('Design');
    const asks: string[] = [];
    for (let index = 0; index < 12; index += 1) {
      asks.push((await company.ask(index % 2 ? 'dana' : 'morgan', 'bob', '1')).id);
    }

    const outcomes = await atOnce(60, async (app, index): Promise<unknown> => {
      const turn = Math.floor(index / 5);
      switch (index % 5) {
        case 0:
          return app.gift.undo({ person: morgan, of: { giftId: giftIds[turn] ?? '' } });
        case 1:
          return app.recognition.issue([asks[turn] ?? '']);
        case 2:
          return turn % 3 === 0
            ? app.budget.set({ ...setting, carryCapMinor: CAP, amountMinor: 50_000n + BigInt(turn) })
            : app.budget.freeze({ department, isFrozen: turn % 3 === 1, actorId: null });
        case 3: {
          const [from, to] = turn % 2 ? [department, design] : [design, department];
          return app.budget.move({
            id: core.newId(),
            from,
            to,
            amountMinor: 100n,
            reason: '',
            actorId: null,
          });
        }
        default: {
          const approvalId = waiting[turn % 2]?.approvalId ?? '';
          const decision = { kind: 'decline', reason: 'too much' } as const;
          return turn % 2
            ? app.approval.withdraw({ person: morgan, approvalId })
            : app.approval.decide({ person: ada, approvalId, decision });
        }
      }
    });

    expect(outcomes).toHaveLength(60);
  });

  it('is brought home once, beside gifts that come back and are given, and overdrafts that are written off', async () => {
    const { company, department, giftIds, morgan, budgets } = await start();
    for (const giftId of giftIds.slice(0, 4)) {
      await undoAsBefore(core, company.organization.id, giftId);
    }
    const asks: string[] = [];
    for (let index = 0; index < 8; index += 1) asks.push((await company.ask('morgan', 'bob', '1')).id);

    await atOnce(32, async (app, index): Promise<unknown> => {
      const turn = Math.floor(index / 4);
      switch (index % 4) {
        case 0:
          return app.gift.undo({ person: morgan, of: { giftId: giftIds[4 + turn] ?? '' } });
        case 1:
          return app.recognition.issue([asks[turn] ?? '']);
        case 2:
          return app.budget.bringHome({ department, actorId: null });
        default:
          return app.budget.writeOff({ department, reason: 'agreed', actorId: null });
      }
    });

    // 220 were left; 20 came back as before, and 40 as today: all of it fits under the cap. 8 are given.
    expect(await budgets()).toEqual({ '2026-11-01': 0n, '2026-12-01': 50_000n + 28_000n - 800n });
  });
});
