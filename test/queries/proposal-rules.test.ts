import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { listBroken } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
const { app, clock } = core;
afterAll(database.drop);

describe('the proof', () => {
  it('holds where two people made a change above the amount, and finds one that a single person made', async () => {
    const { organization, person, department } = await makeCompany(core);
    const { id: organizationId } = organization;
    await app.people.import(organization, [
      personRow('Ada Stone', 'People', 'admin'),
      personRow('Grace Hu', 'People', 'admin'),
    ]);
    const [ada, grace, design] = [await person('ada'), await person('grace'), await department('Design')];
    const over = { organizationId, currency: 'USD', amountMinor: 100_000n, actorId: ada.id };
    await app.budget.setSecondPerson(over);
    clock.set(new Date(clock.now().getTime() + 86_400_000).toISOString());
    const topUp = {
      id: core.newId(),
      department: design,
      amountMinor: 200_000n,
      reason: 'x',
      actorId: ada.id,
    };
    await app.budget.topUp(topUp);
    await app.budget.set({ department: design, amountMinor: 300_000n, actorId: ada.id });
    for (const { id } of await app.queries.budget.listProposals(operatorOf(organizationId), {
      now: clock.now(),
    })) {
      const decided = await app.budget.confirmProposal({
        organizationId,
        proposalId: id,
        deciderId: grace.id,
      });
      expect(decided).toMatchObject({ ok: true });
    }
    expect(await listBroken(core.db, core.keys)).toEqual([]);

    await pastGuards(core.db, (tx) => sql`delete from proposal`.execute(tx));

    const broken = (await listBroken(core.db, core.keys)).join('\n');
    expect(broken).toContain('what was topped up or moved above the amount had the word of a second person');
    expect(broken).toContain('every budget and allowance that was raised above the amount');
    expect(broken).toContain('every proposed change was decided as it is on record');
  });
});
