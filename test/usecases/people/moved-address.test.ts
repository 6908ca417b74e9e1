import { afterAll, describe, expect, it } from 'vitest';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core);
  const { approvalId } = await company.reserve('morgan', 'alice', '150');
  const ada = await company.person('ada');
  const path = await core.app.approval.makeLink({ person: ada, approvalId });
  const token = path.split('/').at(-1) ?? '';
  async function moveTo(email: string) {
    const { organization } = company;
    return core.app.people.change(organization, { personId: ada.id, patch: { email }, actorId: null });
  }
  async function opens(): Promise<boolean> {
    return (await core.app.approval.openLink(token)) !== undefined;
  }
  return { moveTo, opens };
}

describe('somebody whose address is another one', () => {
  it('is no longer who acts by a link that was mailed to the old one', async () => {
    const { moveTo, opens } = await start();
    const before = await opens();
    await moveTo('ada.stone@example.com');

    expect([before, await opens()]).toEqual([true, false]);
  });

  it('keeps their links where only its case differs', async () => {
    const { moveTo, opens } = await start();
    await moveTo('ADA@example.com');

    expect(await opens()).toBe(true);
  });
});
