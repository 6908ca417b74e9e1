import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openSite } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const MONTH = 'name="month"';

async function start(userId: string) {
  const { core, company, signIn } = await openSite(database.db);
  const visitor = await signIn(userId);
  const person = await company.person(userId);
  function unwanted() {
    return core.app.queries.message.listUnwantedNews(person, person.id);
  }
  async function prefers() {
    return (await company.person(userId)).prefers;
  }
  return { visitor, unwanted, prefers };
}

describe('what somebody is told', () => {
  it('is chosen by them: a manager turns the monthly report off and on, and says where to write', async () => {
    const { visitor, unwanted, prefers } = await start('morgan');
    const page = await visitor.get('/news');

    await visitor.post('/news', { prefers: 'email' });
    const off = [await unwanted(), await prefers()];
    const after = await visitor.get('/news');
    await visitor.post('/news', { prefers: 'chat', month: 'yes' });

    expect(page.text).toContain(MONTH);
    expect(off).toEqual([['report.month'], 'email']);
    expect(after.text).not.toMatch(/name="month"[^>]*checked/u);
    expect([await unwanted(), await prefers()]).toEqual([[], 'chat']);
  });

  it('is no report for who answers for no money', async () => {
    const { visitor, unwanted } = await start('alice');

    const page = await visitor.get('/news');
    await visitor.post('/news', { prefers: 'chat' });

    expect(page.text).not.toContain(MONTH);
    expect(await unwanted()).toEqual([]);
  });
});
