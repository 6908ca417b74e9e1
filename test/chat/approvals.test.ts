import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { answerCard } from '#src/chat/cards/answer-card.ts';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import { createChatHost } from '#src/chat/chat-host.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseAnswer, leaseNotification } from '#test/helpers/sendings.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const words = createWords();

/** A company whose people press buttons. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core);
  const host = createChatHost({ app: core.app, words, log: core.log, newId: core.newId });
  async function press(userId: string, { actions }: Card, id: string, fields?: Record<string, string>) {
    const action = actions.find((one) => one.id === id);
    if (!action) throw new Error(`there is no button ${id}`);
    const caller = { platform: 'slack', workspaceId: company.workspaceId, userId };
    const event = { requestId: randomUUID(), caller, channelId: null, replyTo: 'R' };
    return host.onAction({ ...event, actionId: id, value: action.value, ...(fields ? { fields } : {}) });
  }
  /** What each notification that waits says, as its reader sees it. */
  async function notifications(): Promise<Card[]> {
    const ids = core.queue.take('send-notification');
    const leases = await Promise.all(ids.map((id) => leaseNotification(core.app, id)));
    return leases.flatMap((lease) => (lease.kind === 'send' ? [notificationCard(words, lease.toSend)] : []));
  }
  return { core, company, host, press, notifications };
}

/** The same, where Dana was refused what her budget did not hold. */
async function startOverBudget() {
  const started = await start();
  const { core, company } = started;
  await company.setBudget('Design', 3_000n);
  const { id } = await company.give('dana', 'mallory', '50', { replyTo: 'R1' });
  const answer = await leaseAnswer(core.app, id);
  if (answer.kind !== 'send') throw new Error('there is no answer');
  return { ...started, refusal: answerCard(words, answer.toSend) };
}

function textOf({ title, blocks }: Card): string {
  return [title, ...blocks.map((block) => ('text' in block ? block.text : ''))].filter(Boolean).join('\n');
}

/** Whether it takes the place of the card that was pressed, and leaves nothing to press. */
function isOver({ settles, actions }: ActionAnswer): boolean {
  return settles === true && actions.length === 0;
}

describe('the buttons of an approval', () => {
  it('decline with a reason that the database cannot keep as it is', async () => {
    const { company, press, notifications } = await start();
    const { approvalId, recognitionId } = await company.reserve('morgan', 'alice', '300');
    const [card] = await notifications();
    if (!card) throw new Error('nobody was told');

    await press('ada', card, 'decline', { reason: 'too much\0 \ud83d' });

    expect(await company.approvalOf(recognitionId)).toMatchObject({
      id: approvalId,
      status: 'declined',
      decisionReason: 'too much \ufffd',
    });
  });

  it('approve for who may, and tell who comes late what was decided', async () => {
    const { company, press, notifications } = await start();
    await company.reserve('morgan', 'alice', '300', { message: 'the launch' });
    const [card] = await notifications();
    if (!card) throw new Error('nobody was told');

    const asked = 'Morgan Reyes would like to give $300.00 for Alice Ito.\nthe launch';
    const byAlice = await press('alice', card, 'approve');
    const byAda = await press('ada', card, 'approve');
    const byBen = await press('ben', card, 'decline', { reason: 'no' });

    expect(textOf(card)).toBe(`Morgan Reyes asks for your decision\n${asked}`);
    expect(textOf(byAlice)).toContain('You may not decide this.');
    expect(textOf(byAda)).toBe(
      `Approved: $300.00 for Alice Ito\n${asked}\nAda Stone approved it: $300.00 for Alice Ito.`,
    );
    expect(textOf(byBen)).toBe(`This is decided\n${asked}\nAda Stone approved this already.`);
    expect([byAlice, byAda, byBen].map(isOver)).toEqual([false, true, true]);
  });

  it('decline with the reason of a form', async () => {
    const { company, host, press, notifications } = await start();
    await company.reserve('morgan', 'alice', '300');
    const [card] = await notifications();
    if (!card) throw new Error('nobody was told');

    const without = await press('ada', card, 'decline');
    const declined = await press('ada', card, 'decline', { reason: 'Too much' });
    const late = await press('ben', card, 'approve');

    expect(host.forms.decline).toMatchObject({ fields: [{ name: 'reason', isRequired: true }] });
    expect(textOf(without)).toContain('Something is missing');
    expect(textOf(declined)).toBe(
      'Not approved: $300.00 for Alice Ito\nMorgan Reyes would like to give $300.00 for Alice Ito.\nAda Stone declined it: $300.00 for Alice Ito.\nToo much',
    );
    expect(textOf(late)).toContain('Ada Stone declined this already.');
    expect([without, declined, late].map(isOver)).toEqual([false, true, true]);
  });

  it.each([
    ['approve', 'Approved: $300.00 for Alice Ito', 'success'],
    ['decline', 'Not approved: $300.00 for Alice Ito', 'info'],
  ] as const)(
    'say that it is done when “%s” is pressed twice, and who did it',
    async (action, title, tone) => {
      const { company, press, notifications } = await start();
      await company.reserve('morgan', 'alice', '300');
      const [card] = await notifications();
      if (!card) throw new Error('nobody was told');

      const first = await press('ada', card, action, { reason: 'no' });
      const again = await press('ada', card, action, { reason: 'no' });
      const bens = await press('ben', card, action, { reason: 'no' });

      expect(first).toMatchObject({ title, tone, settles: true });
      expect(again).toEqual(first);
      expect(bens).toEqual(first);
    },
  );

  it('stay while the money cannot be given, and go once it is too late', async () => {
    const { core, company, press, notifications } = await start();
    await company.reserve('morgan', 'alice', '300');
    const [card] = await notifications();
    if (!card) throw new Error('nobody was told');
    const department = await company.department('Engineering');
    await core.app.budget.freeze({ department, isFrozen: true, actorId: null });

    const frozen = await press('ada', card, 'approve');
    core.clock.advance(30 * 24 * 3_600_000);
    const late = await press('ada', card, 'decline', { reason: 'no' });

    expect(textOf(frozen)).toContain('is frozen');
    expect(textOf(late)).toContain('It is too late: nobody decided in time.');
    expect([frozen, late].map(isOver)).toEqual([false, true]);
  });

  it('ask finance for what the budget lacked, once', async () => {
    const { core, press, notifications, refusal } = await startOverBudget();

    const byMorgan = await press('morgan', refusal, 'ask-funds');
    const asked = await press('dana', refusal, 'ask-funds');
    const again = await press('dana', refusal, 'ask-funds');
    for (const approvalId of core.queue.take('advance-approvals'))
      await core.app.approval.advance(approvalId);
    const [card] = await notifications();

    expect(textOf(asked)).toContain('I asked for $20.00 more for Design.');
    expect(textOf(asked)).toContain('$50.00 asked, $30.00 left');
    expect(textOf(again)).toContain('Finance was already asked for this.');
    expect([byMorgan, asked, again].map(isOver)).toEqual([false, true, true]);
    expect(card && textOf(card)).toContain('Dana Weiss asks for $20.00 more for Design.');

    const approved = card && (await press('finn', card, 'approve'));
    const [told] = await notifications();
    const late = await press('dana', refusal, 'ask-funds');
    const decision = 'Finn Adeyemi approved it: $20.00 more for Design.';
    expect(approved && textOf(approved)).toBe(
      `Approved: $20.00 more for Design\nDana Weiss asks for $20.00 more for Design.\n${decision}`,
    );
    expect(told && textOf(told)).toBe(
      `Approved: $20.00 more for Design\n${decision}\nSend the command again: it fits the budget now.`,
    );
    expect(textOf(late)).toContain('Finn Adeyemi approved this already.');
    expect(isOver(late)).toBe(true);
  });

  it('tell who asked finance, and asks again, that it was declined', async () => {
    const { core, press, notifications, refusal } = await startOverBudget();
    await press('dana', refusal, 'ask-funds');
    for (const approvalId of core.queue.take('advance-approvals'))
      await core.app.approval.advance(approvalId);
    const [card] = await notifications();
    if (!card) throw new Error('nobody was told');
    await press('finn', card, 'decline', { reason: 'Next month' });

    const again = await press('dana', refusal, 'ask-funds');

    expect(textOf(again)).toContain('Finn Adeyemi declined this already.');
    expect(isOver(again)).toBe(true);
  });

  it('withdraw what waits, for its giver, and say so to an approver who comes late', async () => {
    const { core, company, press, notifications } = await start();
    const { recognitionId } = await company.reserve('morgan', 'alice', '300', { replyTo: 'R1' });
    const answer = await leaseAnswer(core.app, recognitionId);
    const [card] = await notifications();
    if (answer.kind !== 'send' || !card) throw new Error('nobody was told');
    const waiting = answerCard(words, answer.toSend);

    const byAda = await press('ada', waiting, 'withdraw');
    const byMorgan = await press('morgan', waiting, 'withdraw');
    const late = await press('ada', card, 'approve');

    expect(textOf(byAda)).toContain('Only the person who asked for this can withdraw it.');
    expect(textOf(byMorgan)).toBe(
      'Withdrawn\nIt was withdrawn: $300.00 for Alice Ito.\nThe money is back in the budget, and nobody gets anything.',
    );
    expect(textOf(late)).toContain('This was withdrawn: there is nothing left to decide.');
    expect([byAda, byMorgan, late].map(isOver)).toEqual([false, true, true]);
  });
});
