import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openSite } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const MONTH = 'name="month"';
const WEEK = 'name="week"';

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
    const off = [await unwanted(), await prefers()] as const;
    const after = await visitor.get('/news');
    await visitor.post('/news', { prefers: 'chat', month: 'yes' });
    const without = await unwanted();
    await visitor.post('/news', { prefers: 'chat', month: 'yes', week: 'yes' });

    expect([page.text.includes(MONTH), page.text.includes(WEEK)]).toEqual([true, true]);
    expect([off[0]?.toSorted(), off[1]]).toEqual([['report.month', 'report.week'], 'email']);
    expect(without).toEqual(['report.week']);
    expect(after.text).not.toMatch(/name="month"[^>]*checked/u);
    expect([await unwanted(), await prefers()]).toEqual([[], 'chat']);
  });

  it('is no report for who answers for no money', async () => {
    const { visitor, unwanted } = await start('alice');

    const page = await visitor.get('/news');
    await visitor.post('/news', { prefers: 'chat' });

    expect([page.text.includes(MONTH), page.text.includes(WEEK)]).toEqual([false, false]);
    expect(await unwanted()).toEqual([]);
  });
});

describe('the Monday digest', () => {
  it('is for those who give from a budget: HR is asked about the month alone', async () => {
    const { visitor } = await start('priya');

    const page = await visitor.get('/news');

    expect([page.text.includes(MONTH), page.text.includes(WEEK)]).toEqual([true, false]);
  });
});
