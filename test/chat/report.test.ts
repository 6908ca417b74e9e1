import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { createChatHost } from '#src/chat/chat-host.ts';
import type { ChatAnswer } from '#src/ports/chat.ts';
import type { BarPicture } from '#src/ports/picture.ts';
import { createWords } from '#src/words/words.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** A company that gave in October and in November, on the 23rd of which it is. */
async function start() {
  const core = makeCore(database.db, {
    reachable: { platforms: ['slack'], mail: true, web: 'https://gifts.example.com' },
  });
  core.clock.set('2026-10-10T10:00:00Z');
  const company = await makeCompany(core);
  await company.give('morgan', 'alice', '20');
  core.clock.set('2026-10-28T10:00:00Z');
  await company.give('morgan', 'bob', '15');
  core.clock.set('2026-11-10T10:00:00Z');
  await company.give('morgan', 'alice', '25');
  await company.give('dana', 'mallory', '5');
  core.clock.set('2026-11-23T10:00:00Z');
  const charts: BarPicture[] = [];
  async function draw(chart: BarPicture) {
    charts.push(chart);
    return { name: chart.name, png: '', alt: chart.alt };
  }
  const host = createChatHost({
    app: core.app,
    words: createWords(),
    log: core.log,
    newId: core.newId,
    draw,
  });
  async function say(userId: string, text = ''): Promise<ChatAnswer> {
    const caller = { platform: 'slack', workspaceId: company.workspaceId, userId };
    return host.onCommand({
      requestId: randomUUID(),
      caller,
      channelId: 'C1',
      replyTo: 'hook',
      command: 'report',
      input: { kind: 'text', pieces: [text] },
    });
  }
  return { core, company, charts, say };
}

function textOf({ title, blocks }: ChatAnswer): string {
  const texts = blocks.flatMap((block) => {
    if (block.kind === 'fields') return block.fields.map(({ label, value }) => `${label}: ${value}`);
    return 'text' in block ? [block.text] : [];
  });
  return [title, ...texts].join('\n');
}

describe('/report', () => {
  it('tells HR what all gave this month, beside as many days of the month before, of the budgets, and by department', async () => {
    const { charts, say } = await start();

    const answer = await say('priya');
    await answer.chart?.();

    expect(textOf(answer).split('\nThe same on the web')[0]).toBe(
      [
        'Given in November 2026',
        '$30.00 of the $700.00 that budgets hold this month, in 2 gifts, 50 % more than by this day in October 2026 ($20.00). $0.00 was redeemed, $0.00 before. $65.00 of all gifts is not redeemed yet.',
        'Engineering: $25.00, $20.00 before',
        'Design: $5.00, $0.00 before',
      ].join('\n'),
    );
    expect(charts).toMatchObject([
      {
        alt: 'A bar for each department, with the month before beside it. Engineering gave the most in November 2026: $25.00 of $30.00.',
        shape: 'rows',
        bars: [{ label: 'Engineering', amountMinor: 2_500n, beforeMinor: 2_000n }, { label: 'Design' }],
      },
    ]);
  });

  it('compares a month that is over with all of the one before', async () => {
    const { say } = await start();

    expect(textOf(await say('priya', 'october'))).toContain(
      '$35.00 in 2 gifts, after nothing in September 2026.',
    );
  });

  it('tells a manager about their own department, with its last months, and of no other', async () => {
    const { charts, say } = await start();

    const answer = await say('dana');
    await answer.chart?.();
    const other = textOf(await say('dana', 'Engineering'));

    expect(textOf(answer)).toContain('What Design gave in November 2026\n$5.00 of the $200.00');
    expect(textOf(answer)).not.toMatch(/Engineering|\$25/u);
    expect(charts[0]).toMatchObject({
      shape: 'upright',
      alt: 'A bar for each of 6 months. Design gave $5.00 in November 2026 and $0.00 in the month before.',
    });
    expect(charts[0]?.bars.map(({ amountMinor }) => amountMinor)).toEqual([0n, 0n, 0n, 0n, 0n, 500n]);
    expect(other).toContain('I cannot read “Engineering”');
    expect(other).toContain('You can ask for Design.');
  });

  it('tells HR about one department where they name it', async () => {
    const { say } = await start();

    expect(textOf(await say('priya', 'engineering last month'))).toContain(
      'What Engineering gave in October 2026\n$35.00 in 2 gifts',
    );
  });

  it('leads to the page with the same figures', async () => {
    const { say } = await start();

    const link =
      textOf(await say('priya', 'design october'))
        .split('\n')
        .at(-1) ?? '';

    expect(decodeURIComponent(link)).toMatch(
      /\/sign-in\/link\/[^?]+\?back=\/spend\?from=2026-10-01&to=2026-10-31&by=department&department=[0-9a-f-]{36}$/u,
    );
  });

  it('tells an employee where their own are, and draws nothing', async () => {
    const { charts, say } = await start();

    const answer = await say('alice', 'last month');

    expect(textOf(answer)).toContain('Yours are in /balance');
    expect([answer.chart, charts]).toEqual([undefined, []]);
  });

  it('says what it cannot read, and what has not begun', async () => {
    const { say } = await start();

    expect(textOf(await say('priya', 'last yaer'))).toContain(
      'I cannot read “last yaer”\nWrite a month, a department, or both, and nothing else',
    );
    expect(textOf(await say('priya', '2027-01'))).toContain('January 2027 has not begun');
  });

  it('has no picture where nothing was given', async () => {
    const { say } = await start();

    const answer = await say('priya', '2025-01');

    expect(answer.chart).toBeUndefined();
    expect(textOf(answer)).toContain('Nothing was given, and nothing in December 2024.');
  });
});
