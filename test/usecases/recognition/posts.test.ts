import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { PostToSend } from '#src/app.ts';
import { postCard, thanksPostCard } from '#src/chat/cards/post-card.ts';
import type { RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { SHARED_CHANNEL } from '#src/ports/chat.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { createWords } from '#src/words/words.ts';
import type { Ask } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const words = createWords();
const SENT: SendOutcome = { status: 'sent', messageId: 'C1/1', placed: { place: 'C1/1' } };

/** A company whose gifts are posted where they are typed. */
async function start(rules: RulesChanges = { postIn: 'here' }) {
  const core = makeCore(database.db);
  const company = await makeCompanyWithApprovers(core);
  const { id: organizationId } = company.organization;
  async function set(changes: RulesChanges) {
    const scope = { organizationId, departmentId: null, currency: 'USD' };
    await core.app.budget.setRules({ scope, rules: changes, actorId: null });
  }
  await set(rules);
  core.queue.take('post-recognition');

  async function lease(id: string): Promise<PostToSend | undefined> {
    const lease = (await core.app.recognition.leasePosts([id])).get(id);
    if (lease instanceof Error) throw lease;
    return lease?.kind === 'send' ? lease.toSend : undefined;
  }
  /** Gives, and says which posts are due for it. */
  async function give(amount = '25', more: Ask = {}) {
    const given = await company.give('morgan', 'alice', amount, { message: 'for the launch', ...more });
    return { ...given, giftId: given.gifts[0]?.giftId ?? '', posts: core.queue.take('post-recognition') };
  }
  async function send(id: string, outcome: SendOutcome = SENT) {
    const toSend = await lease(id);
    if (!toSend) throw new Error('there is nothing to send');
    const card =
      toSend.kind === 'recognition' ? postCard(words, toSend.post) : thanksPostCard(words, toSend.thanks);
    await core.app.recognition.recordPosts([{ toSend, outcome, card }]);
    return { toSend, card };
  }
  async function shown(recognitionId: string): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select id from placed_card where kind = 'post' and subject_id = ${recognitionId}`.execute(core.db);
    const leases = await core.app.card.lease(rows.map(({ id }) => id));
    return [...leases.values()].map((one) => {
      if (one instanceof Error || one.kind !== 'send' || one.toSend.current.is !== 'known') return 'nothing';
      const { facts } = one.toSend.current;
      if (facts.kind !== 'post') return facts.kind;
      const card = postCard(words, facts.facts);
      return `${card.summary} ${card.actions.map(({ label }) => label).join()}`;
    });
  }
  return { core, company, organizationId, set, lease, give, send, shown };
}

describe('a recognition that others read', () => {
  it('is posted where it was typed, without the amount, and mentions its recipient alone', async () => {
    const { company, give, send } = await start();
    const { posts } = await give();

    const { toSend, card } = await send(posts[0] ?? '');

    expect(posts).toHaveLength(1);
    expect(toSend.leased).toMatchObject({
      platform: 'slack',
      workspaceId: company.workspaceId,
      channelId: 'C1',
    });
    expect(toSend).toMatchObject({ kind: 'recognition', post: { userIds: ['alice'], money: null } });
    expect(card.summary).toBe('Morgan Reyes thanks Alice Ito.');
    expect(JSON.stringify(card)).toContain('for the launch');
    expect(JSON.stringify(card)).not.toContain('25.00');
  });

  it('says how much where its department wants that', async () => {
    const { give, send } = await start({ postIn: 'here', postAmount: true });

    const { card } = await send((await give()).posts[0] ?? '');

    expect(card.summary).toBe('Morgan Reyes thanks Alice Ito with $25.00.');
  });

  it('is posted in the channel that was chosen', async () => {
    const { give, lease } = await start({ postIn: 'slack:CKUDOS99' });

    const { posts } = await give('25', { channelId: null });

    expect((await lease(posts[0] ?? ''))?.leased.channelId).toBe('CKUDOS99');
  });

  it.each<[string, RulesChanges, Ask]>([
    ['its department says nothing', {}, {}],
    ['its department says so', { postIn: 'nowhere' }, {}],
    ['it was typed in a direct message', { postIn: 'here' }, { channelId: null }],
    ['its channel is on a platform without a workspace', { postIn: 'discord:100987654321098765' }, {}],
  ])('is posted nowhere where %s', async (_, rules, more) => {
    const { give } = await start(rules);

    expect((await give('25', more)).posts).toEqual([]);
  });

  it('is posted nowhere where its giver keeps it private', async () => {
    const { core, company, organizationId } = await start();
    const { recognition } = await core.app.recognition.request({
      organizationId,
      source: 'slack',
      requestId: 'private',
      giver: company.ref('morgan'),
      recipients: [company.ref('alice')],
      amount: { amount: '25' },
      message: '',
      channelId: 'C1',
      replyTo: null,
      isConfirmed: true,
      isPrivate: true,
    });
    await core.app.recognition.issue([recognition.id]);

    expect(core.queue.take('post-recognition')).toEqual([]);
  });

  it('is posted once it is approved, and not before', async () => {
    const { core, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'alice', '150');
    expect(core.queue.take('post-recognition')).toEqual([]);

    await company.decide('ada', approvalId);

    expect(core.queue.take('post-recognition')).toHaveLength(1);
  });

  it('is not posted when it is taken back before', async () => {
    const { core, company, give, lease } = await start();
    const { giftId, posts } = await give();
    await core.app.gift.undo({ person: await company.person('morgan'), of: { giftId } });

    expect(await lease(posts[0] ?? '')).toBeUndefined();
  });

  it('changes when it is taken back', async () => {
    const { core, company, give, send, shown } = await start();
    const { id, giftId, posts } = await give();
    await send(posts[0] ?? '');

    await core.app.gift.undo({ person: await company.person('morgan'), of: { giftId } });

    expect(await shown(id)).toEqual([expect.stringContaining('This was taken back')]);
  });

  it('changes when HR takes a gift back that was redeemed, with a second person', async () => {
    const { core, company, give, send, shown } = await start();
    const { id, giftId, posts } = await give();
    await send(posts[0] ?? '');
    await core.app.gift.redeem({ person: await company.person('alice'), giftId });
    const person = await company.person('priya');

    const asked = await core.app.approval.requestVoid({ person, giftId, reason: 'given twice' });
    await company.decide('finn', asked.ok ? asked.value.approvalId : '');

    expect(await shown(id)).toEqual([expect.stringContaining('This was taken back')]);
  });

  it('tells its giver why where people of another organization read the channel', async () => {
    const { core, company, give, send } = await start();
    const { id, posts } = await give();

    await send(posts[0] ?? '', { status: 'closed', reason: SHARED_CHANNEL });

    const { detail } = await core.db
      .selectFrom('notification')
      .select('detail')
      .where('kind', '=', 'post.failed')
      .where('subject_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(detail).toEqual({ names: ['Alice Ito'], isShared: true });
    expect(await company.notificationsOf('post.failed', id)).toEqual(['morgan']);
  });

  it('is tried once: when its answer was lost, its giver hears that it may not stand there, and the gift stays', async () => {
    const { core, company, give, lease, send } = await start();
    const { id, posts, giftId } = await give();
    await send(posts[0] ?? '', { status: 'unknown', reason: 'the connection broke' });
    core.clock.advance(3_600_000);

    expect(await lease(posts[0] ?? '')).toBeUndefined();
    expect(await company.notificationsOf('post.failed', id)).toEqual(['morgan']);
    const { status } = await core.db
      .selectFrom('gift')
      .select('status')
      .where('id', '=', giftId)
      .executeTakeFirstOrThrow();
    expect(status).toBe('issued');
  });

  it('is not sent again by another when its sender dies', async () => {
    const { core, company, give, lease } = await start();
    const { id, posts } = await give();
    await lease(posts[0] ?? '');
    core.clock.advance(61_000);

    expect(await lease(posts[0] ?? '')).toBeUndefined();
    expect(await company.notificationsOf('post.failed', id)).toEqual(['morgan']);
  });

  it.each<SendOutcome>([
    { status: 'closed', reason: 'is_archived' },
    { status: 'failed', reason: 'missing_scope' },
  ])('tells its giver once when it is refused: $reason', async (outcome) => {
    const { company, give, send } = await start();
    const { id, posts } = await give();

    await send(posts[0] ?? '', outcome);

    expect(await company.notificationsOf('post.failed', id)).toEqual(['morgan']);
  });

  it('waits where the platform asks for it', async () => {
    const { core, company, give, lease, send } = await start();
    const { id, posts } = await give();
    await send(posts[0] ?? '', { status: 'later', retryAfterMs: 5_000, reason: 'rate limit' });
    core.clock.advance(5_000);

    expect(await lease(posts[0] ?? '')).toBeDefined();
    expect(await company.notificationsOf('post.failed', id)).toEqual([]);
  });

  it('never has a code, a balance, or a mention of anybody but its recipients', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('<!channel>', '@everyone', '<@U1>', 'ABCD-EFGH'),
    );
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1, maxLength: 4 }), text, (giverName, names, message) => {
        const post = {
          recognitionId: 'r',
          giverName,
          recipientNames: names,
          money: null,
          message,
          applause: 0,
        };
        const card = postCard(words, post);

        expect(card.blocks.map(({ kind }) => kind)).not.toContain('code');
        expect(card.actions.map(({ id }) => id)).toEqual(['applaud']);
      }),
    );
  });
});

describe('applause', () => {
  it('counts once a person, is taken back by doing it again, and costs nothing', async () => {
    const { core, company, give, send, shown } = await start();
    const { id, posts } = await give();
    await send(posts[0] ?? '');
    const [bob, dana] = [await company.person('bob'), await company.person('dana')];
    const before = await company.left('Engineering');

    const given = await core.app.recognition.applaud({ person: bob, recognitionId: id });
    const more = await core.app.recognition.applaud({ person: dana, recognitionId: id });
    expect(await shown(id)).toEqual([expect.stringContaining('Applaud (2)')]);
    const back = await core.app.recognition.applaud({ person: bob, recognitionId: id });

    expect([given, more, back]).toEqual([
      { ok: true, value: { isGiven: true, count: 1 } },
      { ok: true, value: { isGiven: true, count: 2 } },
      { ok: true, value: { isGiven: false, count: 1 } },
    ]);
    expect(await company.left('Engineering')).toBe(before);
  });

  it('is refused for what others do not read', async () => {
    const { core, company, give } = await start({});
    const { id } = await give();
    const person = await company.person('bob');

    expect((await core.app.recognition.applaud({ person, recognitionId: id })).ok).toBe(false);
  });

  it('is refused to another organization', async () => {
    const { core, give } = await start();
    const other = await start();
    const { id } = await give();
    const person = await other.company.person('bob');

    expect((await core.app.recognition.applaud({ person, recognitionId: id })).ok).toBe(false);
  });
});

describe('saying thanks', () => {
  it('reaches the giver once, and those who read of the gift, below it', async () => {
    const { core, company, give, send } = await start();
    const { posts, giftId } = await give();
    await send(posts[0] ?? '');
    const alice = await company.person('alice');

    const thanked = await core.app.recognition.sayThanks({ person: alice, giftId, words: 'My pleasure' });
    const again = await core.app.recognition.sayThanks({ person: alice, giftId, words: 'Once more' });
    const below = core.queue.take('post-recognition');
    const { toSend, card } = await send(below[0] ?? '');

    expect(thanked).toEqual({ ok: true, value: { giverName: 'Morgan Reyes', isPosted: true } });
    expect(again).toEqual({ ok: false, refusal: { kind: 'already-thanked' } });
    expect(await company.notificationsOf('gift.thanked', giftId)).toEqual(['morgan']);
    expect(toSend).toMatchObject({ kind: 'thanks', under: 'C1/1' });
    expect(card.summary).toBe('Alice Ito says to Morgan Reyes:');
  });

  it('waits for the post that it goes below', async () => {
    const { core, company, give, lease } = await start();
    const { giftId } = await give();
    const alice = await company.person('alice');
    await core.app.recognition.sayThanks({ person: alice, giftId, words: 'My pleasure' });
    const [below = ''] = core.queue.take('post-recognition');

    expect(await lease(below)).toBeUndefined();
  });

  it('reaches the giver alone where nobody else reads of the gift', async () => {
    const { core, company, give } = await start({});
    const { giftId } = await give();
    const person = await company.person('alice');

    const thanked = await core.app.recognition.sayThanks({ person, giftId, words: 'My pleasure' });

    expect(thanked).toEqual({ ok: true, value: { giverName: 'Morgan Reyes', isPosted: false } });
    expect(core.queue.take('post-recognition')).toEqual([]);
  });

  it('is for its recipient alone', async () => {
    const { core, company, give } = await start();
    const { giftId } = await give();
    const person = await company.person('bob');

    const refused = await core.app.recognition.sayThanks({ person, giftId, words: 'My pleasure' });

    expect(refused).toEqual({ ok: false, refusal: { kind: 'not-yours' } });
  });
});
