import { afterAll, describe, expect, it } from 'vitest';
import type { RulesChanges } from '#src/domain/budget/giving-rules.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseDelivery } from '#test/helpers/sendings.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const client: PersonRef = { by: 'email', email: 'Client@Example.org', isGuest: true };

async function start(rules: RulesChanges = {}) {
  const reachable = { platforms: ['slack'], mail: true, web: 'https://gifts.example.com' };
  const core = makeCore(database.db, { reachable });
  const company = await makeCompanyWithApprovers(core);
  const { id: organizationId } = company.organization;
  const scope = { organizationId, departmentId: null, currency: 'USD' };
  await core.app.budget.setRules({ scope, rules, actorId: null });
  async function give(recipient: PersonRef = client, amount = '50', giver = 'morgan') {
    return company.give(giver, '', amount, { recipients: [recipient] });
  }
  async function guests() {
    return core.db
      .selectFrom('person')
      .select(['name', 'email', 'is_guest', 'role', 'prefers'])
      .where('organization_id', '=', organizationId)
      .where('is_guest', '=', true)
      .execute();
  }
  /** The token of the page that a gift's mail leads to. */
  async function tokenOf(giftId: string): Promise<string> {
    const lease = await leaseDelivery(core.app, giftId);
    if (lease.kind !== 'send' || lease.toSend.channel !== 'email') throw new Error('no mail is to be sent');
    if (!('link' in lease.toSend) || !lease.toSend.link) throw new Error('the mail has no link');
    return lease.toSend.link.split('/').at(-1) ?? '';
  }
  return { core, company, give, guests, tokenOf };
}

describe('somebody outside the organization', () => {
  it('gets a gift by their address alone, and is a guest', async () => {
    const { core, give, guests } = await start();

    const { refusal, gifts } = await give();

    expect(refusal).toBeNull();
    expect(await guests()).toEqual([
      {
        name: 'Client@Example.org',
        email: 'Client@Example.org',
        is_guest: true,
        role: 'employee',
        prefers: 'email',
      },
    ]);
    const gift = await core.db
      .selectFrom('gift')
      .select('tax_class')
      .where('id', '=', gifts[0]?.giftId ?? '')
      .executeTakeFirst();
    expect(gift).toEqual({ tax_class: 'guest' });
    expect((await verifyLedger(core.db)).ok).toBe(true);
  });

  it('is one person, however often and however their address is written', async () => {
    const { core, company, give, guests } = await start();
    const asked = await Promise.all(
      [client, { ...client, email: 'client@example.org' }, client].map((one) =>
        company.ask('morgan', '', '1', { recipients: [one as PersonRef] }),
      ),
    );

    await core.app.recognition.issue(asked.map(({ id }) => id));
    await give();

    expect(await guests()).toHaveLength(1);
  });

  it('is not made of an address that nobody called a guest’s, nor of a colleague’s', async () => {
    const { give, guests } = await start();

    const unnamed = await give({ by: 'email', email: 'typo@example.org' });
    const colleague = await give({ by: 'email', email: 'alice@example.com', isGuest: true });

    expect(unnamed.refusal?.kind).toBe('unknown-recipient');
    expect(colleague.refusal).toBeNull();
    expect(await guests()).toEqual([]);
  });

  it('gets nothing where guests get nothing, or from somebody who may not give', async () => {
    const refused = await start({ guests: 'refused' });
    const powerless = await start();

    expect((await refused.give()).refusal).toEqual({
      kind: 'outside-recipient',
      name: 'Client@Example.org',
    });
    expect((await powerless.give(client, '50', 'bob')).refusal?.kind).toBe('not-allowed');
    expect(await refused.guests()).toEqual([]);
    expect(await powerless.guests()).toEqual([]);
  });

  it('becomes no person with a gift that is refused, and one with the next that is given', async () => {
    const { core, company, give, guests } = await start();

    const tooMuch = await give(client, '9000');
    const both = await Promise.all(
      ['9000', '1'].map((amount) => company.ask('morgan', '', amount, { recipients: [client] })),
    );
    expect(tooMuch.refusal?.kind).toBe('over-budget');
    expect(await guests()).toEqual([]);
    await core.app.recognition.issue(both.map(({ id }) => id));

    expect(await guests()).toHaveLength(1);
    expect((await verifyLedger(core.db)).ok).toBe(true);
  });

  it('is asked about where the giver did not say that they are outside, and is nobody before the answer', async () => {
    const { core, company, guests } = await start();
    function ask(amount = '50') {
      const recipients: PersonRef[] = [{ by: 'email', email: 'client@example.org', mayBeGuest: true }];
      return company.ask('morgan', '', amount, { recipients, isConfirmed: false });
    }
    const [wanted, mistaken] = [await ask(), await ask()];
    await core.app.recognition.issue([wanted.id, mistaken.id]);
    const morgan = await company.person('morgan');
    const question = await core.app.queries.recognition.findQuestion(morgan, wanted.id);

    expect(question).toMatchObject({
      gifts: [{ recipientName: 'client@example.org' }],
      reviewReasons: [{ kind: 'outside', email: 'client@example.org' }],
    });
    expect(await guests()).toEqual([]);
    const { organizationId, id: giverId } = morgan;
    await core.app.recognition.cancel({ organizationId, recognitionId: mistaken.id, giverId });
    expect(await guests()).toEqual([]);
    const more = { organizationId, giverId, replyTo: null };
    await core.app.recognition.confirm({ ...more, recognitionId: wanted.id });
    await core.app.recognition.issue([wanted.id]);

    expect(await guests()).toHaveLength(1);
    const later = await ask('7');
    await core.app.recognition.issue([later.id]);
    expect((await stateOfRecognition(core, later.id)).recognition.status).toBe('issued');
  });

  it('is refused with words where guests get nothing, and nobody is asked', async () => {
    const { core, company, guests } = await start({ guests: 'refused' });
    const { id } = await company.ask('morgan', '', '50', {
      recipients: [{ by: 'email', email: 'client@example.org', mayBeGuest: true }],
      isConfirmed: false,
    });
    await core.app.recognition.issue([id]);

    expect((await stateOfRecognition(core, id)).recognition.refusal?.kind).toBe('outside-recipient');
    expect(await guests()).toEqual([]);
  });

  it('waits for an approver where guests do, however little it is', async () => {
    const { core, company, give } = await start({ guests: 'approval' });

    const { id, refusal } = await give(client, '1');
    const { approvalId } = { approvalId: (await company.approvalOf(id)).id };
    expect(refusal).toBeNull();
    expect(core.queue.take('deliver-gift')).toEqual([]);
    await core.app.approval.advance(approvalId);
    await company.decide('ada', approvalId);

    expect(core.queue.take('deliver-gift')).toHaveLength(1);
    expect((await company.give('morgan', 'alice', '1')).refusal).toBeNull();
  });

  it('has a link in the mail that shows the gift as often as it is opened, and adds it once', async () => {
    const { core, give, tokenOf } = await start();
    const { gifts } = await give();
    const token = await tokenOf(gifts[0]?.giftId ?? '');

    const opened = await core.app.gift.openClaimLink(token);
    const again = await core.app.gift.openClaimLink(token);
    expect(opened).toMatchObject({ gift: { giverName: 'Morgan Reyes', money: { amountMinor: 5_000n } } });
    expect(again?.end).toBeUndefined();
    if (!opened) throw new Error('the link is dead');
    const { person } = opened;
    const redeemed = await core.app.gift.redeem({ person, giftId: gifts[0]?.giftId ?? '' });

    expect(redeemed).toMatchObject({ ok: true, value: { balance: { amountMinor: 5_000n } } });
    expect((await core.app.gift.openClaimLink(token))?.end).toBe('redeemed');
  });

  it('has no link that somebody made up, changed by hand, or that is of somebody who left', async () => {
    const { core, company, give, tokenOf } = await start();
    const { gifts } = await give();
    const token = await tokenOf(gifts[0]?.giftId ?? '');
    expect(await core.app.gift.openClaimLink('x'.repeat(43))).toBeUndefined();

    const mallory = await company.person('mallory');
    const { personId } = { personId: mallory.id };
    const before = await database.owner
      .selectFrom('claim_link')
      .select('person_id')
      .where('gift_id', '=', gifts[0]?.giftId ?? '')
      .executeTakeFirstOrThrow();
    await database.owner
      .updateTable('claim_link')
      .set({ person_id: personId })
      .where('gift_id', '=', gifts[0]?.giftId ?? '')
      .execute();
    expect(await core.app.gift.openClaimLink(token)).toBeUndefined();
    expect(before.person_id).not.toBe(personId);
  });
});
