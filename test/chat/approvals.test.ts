import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { answerCard } from '#src/chat/cards/answer-card.ts';
import { noticeCard } from '#src/chat/cards/notice-card.ts';
import { createChatHost } from '#src/chat/chat-host.ts';
import type { Card } from '#src/ports.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

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
  /** What each notice that waits says, as its reader sees it. */
  async function notices(): Promise<Card[]> {
    const ids = core.queue.take('send-notice');
    const claims = await Promise.all(ids.map((id) => core.app.claimNotice(id)));
    return claims.flatMap((claim) => (claim.kind === 'send' ? [noticeCard(words, claim.order)] : []));
  }
  return { core, company, host, press, notices };
}

function textOf({ title, blocks }: Card): string {
  return [title, ...blocks.map((block) => ('text' in block ? block.text : ''))].filter(Boolean).join('\n');
}

describe('the buttons of an approval', () => {
  it('approve for who may, and tell who comes late what was decided', async () => {
    const { company, press, notices } = await start();
    await company.reserve('morgan', 'alice', '300', { message: 'the launch' });
    const [card] = await notices();
    if (!card) throw new Error('nobody was told');

    const byAlice = await press('alice', card, 'approve');
    const byAda = await press('ada', card, 'approve');
    const byBen = await press('ben', card, 'decline', { reason: 'no' });

    expect(textOf(card)).toBe(
      'Morgan Reyes asks for your decision\nMorgan Reyes would like to give $300.00 for Alice Ito.\nthe launch',
    );
    expect(textOf(byAlice)).toContain('You may not decide this.');
    expect(textOf(byAda)).toBe('Approved\nAda Stone approved it: $300.00 for Alice Ito.');
    expect(textOf(byBen)).toContain('Ada Stone approved this already.');
  });

  it('decline with the reason of a form', async () => {
    const { company, host, press, notices } = await start();
    await company.reserve('morgan', 'alice', '300');
    const [card] = await notices();
    if (!card) throw new Error('nobody was told');

    const without = await press('ada', card, 'decline');
    const declined = await press('ada', card, 'decline', { reason: 'Too much' });

    expect(host.forms.decline).toMatchObject({ fields: [{ name: 'reason', isRequired: true }] });
    expect(textOf(without)).toContain('Something is missing');
    expect(textOf(declined)).toBe('Not approved\nAda Stone declined it: $300.00 for Alice Ito.\nToo much');
  });

  it('ask finance for what the budget lacked, once', async () => {
    const { core, company, press, notices } = await start();
    await company.setBudget('Design', 3_000n);
    const { id } = await company.give('dana', 'mallory', '50', { replyTo: 'R1' });
    const answer = await core.app.claimAnswer(id);
    if (answer.kind !== 'send') throw new Error('there is no answer');
    const refusal = answerCard(words, answer.order);

    const asked = await press('dana', refusal, 'ask-funds');
    const again = await press('dana', refusal, 'ask-funds');
    for (const approvalId of core.queue.take('tend-approvals')) await core.app.tendApproval(approvalId);
    const [card] = await notices();

    expect(textOf(asked)).toContain('I asked for $20.00 more for Design.');
    expect(textOf(again)).toContain('Finance was asked for this already.');
    expect(card && textOf(card)).toContain('Dana Weiss asks for $20.00 more for Design.');
  });
});
