import { afterAll, describe, expect, it } from 'vitest';
import { getOrganization } from '#src/db/people/organization.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start({ budget }: { budget: bigint | null }) {
  const core = makeCore(database.db, { operator: 'root' });
  const company = await makeCompany(core, { engineering: budget, design: null });
  const organizationId = company.organization.id;
  async function change(changes: { name?: string; currency?: string; timeZone?: string }) {
    return core.app.people.setOrganization({ organizationId, changes, actorId: null });
  }
  return { core, company, organizationId, change };
}

describe('an organization', () => {
  it('changes its currency and zone with its departments, until money moves; the record tells who did it', async () => {
    const { core, company, organizationId, change } = await start({ budget: null });

    const outcome = await change({ currency: 'EUR', timeZone: 'Europe/Berlin' });

    expect(outcome).toMatchObject({
      ok: true,
      value: { before: { currency: 'USD' }, after: { currency: 'EUR' } },
    });
    expect(await getOrganization(core.db, organizationId)).toMatchObject({
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
    });
    expect(await company.department('Design')).toMatchObject({ currency: 'EUR', timeZone: 'Europe/Berlin' });
    const { detail, operator } = await core.db
      .selectFrom('activity')
      .select(['detail', 'operator'])
      .where('organization_id', '=', organizationId)
      .where('kind', '=', 'organization.changed')
      .executeTakeFirstOrThrow();
    expect(operator).toBe('root');
    expect(detail).toMatchObject({ before: { currency: 'USD' }, after: { currency: 'EUR' } });
  });

  it('keeps its currency and zone once money has moved, and may still change its name', async () => {
    const { core, company, organizationId, change } = await start({ budget: 50_000n });
    await company.give('morgan', 'alice', '5');

    expect(await change({ currency: 'EUR' })).toMatchObject({ ok: false, refusal: { kind: 'money-moved' } });
    expect(await change({ timeZone: 'Asia/Tokyo' })).toMatchObject({ ok: false });
    expect(await change({ name: 'Acme', currency: 'USD' })).toMatchObject({ ok: true });
    expect(await getOrganization(core.db, organizationId)).toMatchObject({ name: 'Acme', currency: 'USD' });
  });
});
