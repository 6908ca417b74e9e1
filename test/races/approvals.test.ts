import { describe, expect, it } from 'vitest';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';
import { raceCores } from '#test/helpers/racing-cores.ts';

const { core, other: processAt } = await raceCores(1);
const other = processAt(0);

const ROUNDS = 8;
const APPROVE = { kind: 'approve' } as const;
const DECLINE = { kind: 'decline', reason: 'too much' } as const;

async function start() {
  const company = await makeCompanyWithApprovers(core);
  const [ada, ben] = [await company.person('ada'), await company.person('ben')];
  async function outcomeOf(recognitionId: string) {
    const gifts = await core.db
      .selectFrom('gift')
      .leftJoin('delivery', 'delivery.gift_id', 'gift.id')
      .select(['gift.status', 'delivery.status as delivery'])
      .where('recognition_id', '=', recognitionId)
      .execute();
    const { recognition } = await stateOfRecognition(core, recognitionId);
    return { recognition: recognition.status, gifts };
  }
  return { company, ada, ben, outcomeOf };
}

const ISSUED = { recognition: 'issued', gifts: [{ status: 'issued', delivery: 'due' }] };
const WITHDRAWN = { recognition: 'cancelled', gifts: [{ status: 'voided', delivery: null }] };
const DECLINED = { recognition: 'declined', gifts: [{ status: 'voided', delivery: null }] };

describe('deciding at the same moment', () => {
  it('lets either an approver decide or the giver withdraw, and the money is where that one says', async () => {
    const { company, ada, outcomeOf } = await start();
    const morgan = await company.person('morgan');
    for (let round = 0; round < ROUNDS; round += 1) {
      const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '110');
      const left = await company.left('Engineering');

      const [approved, withdrawn] = await Promise.all([
        core.app.approval.decide({ person: ada, approvalId, decision: APPROVE }),
        other.app.approval.withdraw({ person: morgan, approvalId }),
      ]);

      expect([approved.ok, withdrawn.ok].filter(Boolean)).toHaveLength(1);
      expect(await outcomeOf(recognitionId)).toEqual(approved.ok ? ISSUED : WITHDRAWN);
      expect(await company.left('Engineering')).toBe(approved.ok ? left : left + 11_000n);
      if (approved.ok) await company.setBudget('Engineering', 50_000n + BigInt(round + 1) * 11_000n);
    }
  });

  it('lets exactly one of two approvers decide, one for and one against', async () => {
    const { company, ada, ben, outcomeOf } = await start();

    for (let round = 0; round < ROUNDS; round += 1) {
      const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '110');
      const left = await company.left('Engineering');
      const [yes, no] = await Promise.all([
        core.app.approval.decide({ person: ada, approvalId, decision: APPROVE }),
        other.app.approval.decide({ person: ben, approvalId, decision: DECLINE }),
      ]);

      expect([yes.ok, no.ok].filter(Boolean)).toHaveLength(1);
      expect(yes.ok ? no : yes).toMatchObject({
        refusal: yes.ok
          ? { kind: 'already-approved', by: 'Ada Stone' }
          : { kind: 'already-declined', by: 'Ben Cho' },
      });
      expect(await outcomeOf(recognitionId)).toEqual(yes.ok ? ISSUED : DECLINED);
      expect(await company.left('Engineering')).toBe(yes.ok ? left : left + 11_000n);
      if (yes.ok) await company.setBudget('Engineering', 50_000n + BigInt(round + 1) * 11_000n);
    }
  });

  it('issues its gifts once when an approver presses ten times', async () => {
    const { company, ada, outcomeOf } = await start();
    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '300');

    const presses = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? core : other).app.approval.decide({ person: ada, approvalId, decision: APPROVE }),
      ),
    );

    expect(presses.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await outcomeOf(recognitionId)).toEqual(ISSUED);
  });

  it('either approves or expires, never both', async () => {
    const { company, ada, outcomeOf } = await start();
    const { recognitionId, approvalId } = await company.reserve('morgan', 'alice', '300');
    const early = { now: () => new Date('2026-11-17T10:00:00Z') };
    const late = makeCore(other.db, { clock: { now: () => new Date('2026-12-17T10:00:00Z') } });
    core.clock.set(early.now().toISOString());

    const [decided] = await Promise.all([
      core.app.approval.decide({ person: ada, approvalId, decision: APPROVE }),
      late.app.approval.advance(approvalId),
    ]);

    expect(await outcomeOf(recognitionId)).toEqual(decided.ok ? ISSUED : DECLINED);
    expect(decided).toMatchObject(decided.ok ? { ok: true } : { refusal: { kind: 'already-expired' } });
  });

  it('asks and reminds each approver once when it is advanced many times', async () => {
    const { company } = await start();
    const { id } = await company.ask('morgan', 'alice', '300');
    await core.app.recognition.issue([id]);
    const { id: approvalId } = await company.approvalOf(id);

    await Promise.all(
      Array.from({ length: 6 }, (_, i) => (i % 2 ? core : other).app.approval.advance(approvalId)),
    );
    core.clock.advance(25 * 3_600_000);
    await Promise.all(
      Array.from({ length: 6 }, (_, i) => (i % 2 ? core : other).app.approval.advance(approvalId)),
    );

    expect(await company.notificationsOf('approval.asked', approvalId)).toEqual(['ada', 'ben']);
    expect(await company.notificationsOf('approval.reminder', approvalId)).toEqual(['ada', 'ben']);
  });
});
