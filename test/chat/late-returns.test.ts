import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { answerCard } from '#src/chat/cards/answer-card.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import { currentCard } from '#src/chat/cards/current-card.ts';
import { withdrawnCard } from '#src/chat/cards/approval-card.ts';
import { createChatHost } from '#src/chat/chat-host.ts';
import type { PeriodKind } from '#src/domain/kit/period.ts';
import type { Card } from '#src/ports/message.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseAnswer, leaseNotification } from '#test/helpers/sendings.ts';

/** What people read when money comes back after the period that had paid it ended. */

const database = await createTestDatabase();
afterAll(database.drop);

const words = createWords();
const FIRST = '2027-01-01T00:01:00Z';

/** Engineering with 500, a minute before its period ends with the year. */
async function start({ carryCapMinor = 0n, period }: { carryCapMinor?: bigint; period?: PeriodKind } = {}) {
  const core = makeCore(database.db);
  core.clock.set('2026-12-31T23:59:00Z');
  const company = await makeCompanyWithApprovers(core);
  const department = await company.department('Engineering');
  await core.app.budget.set({ department, amountMinor: 50_000n, carryCapMinor, period, actorId: null });
  const host = createChatHost({ app: core.app, words, log: core.log, newId: core.newId });
  async function pressUndo(recognitionId: string) {
    const caller = { platform: 'slack', workspaceId: company.workspaceId, userId: 'morgan' };
    const event = { requestId: randomUUID(), caller, channelId: null, replyTo: 'R' };
    return linesOf(await host.onAction({ ...event, actionId: 'undo', value: recognitionId }));
  }
  /** What everybody who is told something of a kind reads. */
  async function toldOf(kind: string) {
    const ids = core.queue.take('send-notification');
    const leases = await Promise.all(ids.map((id) => leaseNotification(core.app, id)));
    const sent = leases.flatMap((lease) => (lease.kind === 'send' ? [lease.toSend] : []));
    return sent
      .filter(({ content }) => content.kind === kind)
      .map((toSend) => linesOf(notificationCard(words, toSend)));
  }
  return { core, company, pressUndo, toldOf };
}

function linesOf({ title, blocks }: Card): string[] {
  return [title, ...blocks.map((block) => ('text' in block ? block.text : ''))];
}

const ENDED = 'The period that it was paid from has ended.';

describe('a giver who undoes a gift after its period ended', () => {
  it.each([
    ['month', 'month'],
    ['quarter', 'quarter'],
    ['half_year', 'half-year'],
    ['year', 'year'],
  ] as const)('reads that it is in the budget of the %s that runs', async (period, name) => {
    const { core, company, pressUndo } = await start({ carryCapMinor: 100_000n, period });
    const { id } = await company.give('morgan', 'alice', '80');
    core.clock.set(FIRST);

    expect(await pressUndo(id)).toEqual([
      'Taken back',
      `$80.00 for Alice Ito is taken back, and its code no longer works. ${ENDED} $80.00 is in this ${name}’s budget now.`,
    ]);
  });

  it('reads that it went back to the organization, and reads it again when they press twice', async () => {
    const { core, company, pressUndo } = await start();
    const { id } = await company.give('morgan', 'alice', '80');
    core.clock.set(FIRST);
    const line = `$80.00 for Alice Ito is taken back, and its code no longer works. ${ENDED} $80.00 went back to the organization’s funds.`;

    expect(await pressUndo(id)).toEqual(['Taken back', line]);
    expect(await pressUndo(id)).toEqual(['Taken back', line]);
    const shown = await core.app.queries.recognition.findCurrentUpdate(await company.person('morgan'), id);
    expect(shown && linesOf(currentCard(words, shown))).toEqual(['Taken back', line]);
  });

  it('reads how much went where, also what came from a top-up', async () => {
    const { core, company, pressUndo } = await start({ carryCapMinor: 3_000n });
    const department = await company.department('Engineering');
    const topUp = { id: core.newId(), department, amountMinor: 4_000n, reason: 'party', actorId: null };
    await core.app.budget.topUp(topUp);
    await company.setBudget('Engineering', 5_000n);
    const { id } = await company.give('morgan', 'alice', '80');
    core.clock.set(FIRST);

    expect(await pressUndo(id)).toEqual([
      'Taken back',
      `$80.00 for Alice Ito is taken back, and its code no longer works. ${ENDED} $30.00 is in this month’s budget now. $20.00 went back to the organization’s funds. $30.00 is back on top of the budget, where it came from.`,
    ]);
  });
});

describe('a decision that brings money back after its period ended', () => {
  it('says where it went to the giver who withdraws', async () => {
    const { core, company } = await start({ carryCapMinor: 100_000n });
    const { approvalId } = await company.reserve('morgan', 'alice', '300');
    core.clock.set(FIRST);

    const person = await company.person('morgan');
    const withdrawn = await core.app.approval.withdraw({ person, approvalId });

    expect(withdrawn.ok && linesOf(withdrawnCard(words, withdrawn.value))).toEqual([
      'Withdrawn',
      'It was withdrawn: $300.00 for Alice Ito.',
      `Nobody gets anything. ${ENDED} $300.00 is in this month’s budget now.`,
    ]);
  });

  it('says where it went to the giver who is declined', async () => {
    const { core, company } = await start();
    const { approvalId, recognitionId } = await company.reserve('morgan', 'alice', '300', { replyTo: 'R1' });
    core.clock.set(FIRST);
    await company.decide('ada', approvalId, 'Too much');

    const answer = await leaseAnswer(core.app, recognitionId);

    expect(answer.kind === 'send' && linesOf(answerCard(words, answer.toSend))).toEqual([
      'Not approved: $300.00 for Alice Ito',
      'Ada Stone declined it: $300.00 for Alice Ito.',
      'Too much',
      `${ENDED} $300.00 went back to the organization’s funds.`,
    ]);
  });

  it('says where it went when nobody decided in time', async () => {
    const { core, company } = await start();
    const { approvalId, recognitionId } = await company.reserve('morgan', 'alice', '300', { replyTo: 'R1' });
    core.clock.set('2027-01-20T00:00:00Z');
    await core.app.approval.advance(approvalId);

    const answer = await leaseAnswer(core.app, recognitionId);

    expect(answer.kind === 'send' && linesOf(answerCard(words, answer.toSend))).toEqual([
      'Not approved: $300.00 for Alice Ito',
      'Nobody decided in time: $300.00 for Alice Ito.',
      `${ENDED} $300.00 went back to the organization’s funds.`,
    ]);
  });

  it('says nothing of it while the period runs', async () => {
    const { core, company } = await start();
    const { approvalId, recognitionId } = await company.reserve('morgan', 'alice', '300', { replyTo: 'R1' });
    await company.decide('ada', approvalId, 'Too much');

    const answer = await leaseAnswer(core.app, recognitionId);

    expect(answer.kind === 'send' && linesOf(answerCard(words, answer.toSend))).toHaveLength(3);
  });

  it('says to the giver of a voided gift, and to who asked for it, where it went', async () => {
    const { core, company, toldOf } = await start();
    const { gifts } = await company.give('morgan', 'alice', '80');
    const giftId = gifts[0]?.giftId ?? '';
    await company.redeem('alice', await company.codeOf(giftId, 'alice'));
    core.clock.set(FIRST);
    const person = await company.person('priya');
    const asked = await core.app.approval.requestVoid({ person, giftId, reason: 'given twice' });
    await company.decide('finn', asked.ok ? asked.value.approvalId : '');

    const where = `${ENDED} $80.00 went back to the organization’s funds.`;
    const told = await toldOf('gift.voided');
    expect(new Set(told.map((lines) => lines.length))).toEqual(new Set([3, 4]));
    expect(told.find(({ length }) => length === 4)?.at(-1)).toBe(where);
  });
});
