import { operatorOf } from '#test/helpers/reads.ts';
import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import { settleGiftCard } from '#src/usecases/reward/settle-gift-card.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';
import { AMAZON } from '#test/servers/rewards/amazon.ts';
import { addGiftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { must } from '#src/domain/kit/must.ts';
import { insertMailLink } from '#src/db/people/mail-link.ts';
import { saveAsking, saveBought } from '#src/db/reward/reward-order.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertSignIn } from '#src/db/session/sign-in.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { insertRewardOrder } from '#src/usecases/reward/steps/insert-reward-order.ts';
import { personRow } from '#test/helpers/company.ts';
import { addShop, asShop, buy, valueOf } from '#test/helpers/checkouts.ts';
import { granted, takeBack as takePromoBack } from '#test/helpers/promos.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { takeStockCode } from '#src/usecases/reward/steps/take-stock-code.ts';
import { ownGoods, stockCodes } from '#test/helpers/stock.ts';
import { enrol, passAs } from '#test/helpers/second-factor.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HOW = { reason: 'for the fair', actorId: null };

type Company = Awaited<ReturnType<typeof makeCompanyWithApprovers>>;

/**
 * Fills a database with a company in which there is everything that somebody may want to alter. What happened in its first month is
 * under a first seal, what came after under a second, and the newest is under none.
 */
export async function fillCompany(db: Db): Promise<void> {
  const rewardProviders = new Map<string, RewardProvider>();
  const core = makeCore(db, { rewardProviders });
  const amazon = createAmazonIncentives({ ...AMAZON, country: 'US', apiUrl: 'http://127.0.0.1:9' }, core);
  rewardProviders.set(amazon.name, amazon);
  const company = await makeCompanyWithApprovers(core);
  await setRules(core, company);
  await liveFirstMonth(core, company);
  await core.app.ledger.seal();
  core.clock.advance(20 * DAY_MS);
  await liveSecondMonth(core, company);
  await core.app.ledger.seal();
  await core.app.report.addUpSpend();
  await liveLastMinutes(core, company);
}

async function setRules(
  core: TestCore,
  { organization, person, department, workspaceId }: Company,
): Promise<void> {
  const { app } = core;
  await app.people.import(organization, [
    personRow('Zoe Admin', 'People', 'admin'),
    personRow('Yan Admin', 'People', 'admin'),
    { ...personRow('Alice Ito', 'Engineering'), managers: ['morgan@example.com'] },
    personRow('Eve Adler', 'Design'),
    personRow('Rob Ole', 'Design'),
    personRow('Robin Ole', 'Design'),
  ]);
  const { id: organizationId, currency } = organization;
  await app.budget.setRules({
    scope: { organizationId, departmentId: null, currency },
    rules: { ...NO_RULES, approvalOverMinor: 10_000n, recipientYearMinor: 200_000n, undoMinutes: 60 },
    actorId: null,
  });
  await app.budget.setAllowance({
    person: await person('morgan'),
    currency,
    amountMinor: 45_000n,
    actorId: null,
  });
  await app.people.mapRole({
    organizationId,
    platform: 'slack',
    workspaceId,
    roleId: 'R0DESIGN',
    departmentId: (await department('Design')).id,
    role: 'employee',
  });
  await app.people.inviteWorkspace(await person('zoe'));
  await app.budget.set({
    department: await department('Design'),
    amountMinor: 20_000n,
    carryCapMinor: 15_000n,
    actorId: null,
  });
  await app.approval.delegate({
    from: await person('ben'),
    to: await person('finn'),
    startsAt: new Date(core.clock.now().getTime() + 90 * DAY_MS),
    endsAt: new Date(core.clock.now().getTime() + 91 * DAY_MS),
  });
  const user = { platform: 'slack', workspaceId, userId: 'U0BOB' };
  const profile = { name: 'Bob', isBot: false, isDeactivated: false, email: 'bob@example.com' };
  await app.people.identify(organization.id, user, profile);
}

async function liveFirstMonth(core: TestCore, company: Company): Promise<void> {
  const { app } = core;
  const [engineering, design] = [await company.department('Engineering'), await company.department('Design')];
  await app.budget.topUp({ id: core.newId(), department: design, amountMinor: 30_000n, ...HOW });
  await app.budget.move({ id: core.newId(), from: engineering, to: design, amountMinor: 1_000n, ...HOW });
  await company.setBudget('Engineering', 60_000n);
  await company.setBudget('Engineering', 55_000n);
  const gifts = [];
  for (const amount of ['11', '12', '13', '14', '15']) {
    const given = await company.give('morgan', 'alice', amount);
    gifts.push(must(given.gifts[0], 'gift').giftId);
  }
  const [undone = '', voided = '', reversed = '', redeemed = ''] = gifts;
  const alice = await company.person('alice');
  await app.gift.undo({ person: await company.person('morgan'), of: { giftId: undone } });
  for (const giftId of [reversed, redeemed]) await app.gift.redeem({ person: alice, giftId });
  for (const giftId of [voided, reversed]) await takeBack(core, company, giftId);
  await company.redeem('eve', await company.codeOf(gifts[4] ?? '', 'alice'));
  await company.decide('ada', (await company.reserve('morgan', 'bob', '103')).approvalId);
  await company.decide('ada', (await company.reserve('morgan', 'bob', '104')).approvalId, 'no');
  await company.decide('finn', (await company.reserve('dana', 'mallory', '150')).approvalId);
  await livePromos(core, company);
  await liveGuarded(core, company);
  await liveCheckouts(core, company);
  await keepStore(core, company);
  await giveUntil(core, company, { amount: '16', days: 5 });
}

/** Bob has credits of 5.00, which is open, of 5.01, which expires, and of 5.02, which was taken back. */
async function livePromos(core: TestCore, company: Company): Promise<void> {
  await granted(core, company, 'bob', 500n, { days: 200 });
  const expiring = await granted(core, company, 'bob', 501n, { days: 5 });
  const takenBack = await granted(core, company, 'bob', 502n, { days: 200 });
  await takePromoBack(core, company, takenBack);
  core.clock.advance(5 * DAY_MS);
  await core.app.wallet.advancePromo(expiring);
}

/**
 * Alice holds 7.01 for a purchase, has paid 7.02, of it 5.03 with credit, and got 1.00 of that back. Another of 7.03 was voided.
 */
async function liveCheckouts(core: TestCore, company: Company): Promise<void> {
  const { app } = core;
  const shop = await addShop(core, company);
  await addShop(core, company, { name: 'Another' });
  const voided = valueOf(await buy(core, company, { shop, amountMinor: 703n }));
  await app.checkout.void(asShop(shop, voided.id));
  await granted(core, company, 'alice', 503n, { days: 200 });
  const paid = asShop(shop, valueOf(await buy(core, company, { shop, amountMinor: 702n })).id);
  await app.checkout.capture({ ...paid, requestId: 'ship' });
  await app.checkout.refund({ ...paid, requestId: 'part', amountMinor: 100n, reason: 'a dent' });
  valueOf(await buy(core, company, { shop, amountMinor: 701n }));
}

/**
 * Mallory lost the code of a gift of 17 and has another one, and that of a gift of 18 is frozen. Her wallet was closed with 19 in
 * it, Eve's is frozen, and a rule fired on her.
 */
async function liveGuarded(core: TestCore, company: Company): Promise<void> {
  const { app } = core;
  const [mallory, eve, priya] = [
    await company.person('mallory'),
    await company.person('eve'),
    await company.person('priya'),
  ];
  const giftIds: string[] = [];
  for (const amount of ['17', '18', '19']) {
    const { gifts } = await company.give('dana', 'mallory', amount);
    giftIds.push(must(gifts[0], 'gift').giftId);
  }
  const [replaced = '', reported = '', redeemed = ''] = giftIds;
  for (const giftId of [replaced, reported]) {
    await app.gift.reportCode({ person: mallory, giftId, reason: 'seen' });
  }
  const asked = await app.approval.requestReissue({ person: priya, giftId: replaced, reason: 'seen' });
  await company.decide('zoe', asked.ok ? asked.value.approvalId : '');
  const velocity = { 'redeems-per-hour': { limit: 1, measure: 'warn' as const } };
  await app.wallet.setGuard({
    organizationId: company.organization.id,
    changes: { velocity },
    actorId: priya.id,
  });
  await app.report.setTax({
    actor: operatorOf(company.organization.id),
    timeZone: 'UTC',
    setting: {
      since: '2020-01-01',
      basis: 'issue',
      isGrossedUp: false,
      pay: { kind: 'two-weeks', anchor: '2026-01-05' },
    },
    reason: 'as payroll wants it',
  });
  await app.gift.redeem({ person: mallory, giftId: replaced });
  await app.gift.redeem({ person: mallory, giftId: redeemed });
  const closing = { person: priya, ownerId: mallory.id, way: 'pay-out' as const, reason: 'to leave' };
  const closed = await app.wallet.requestClosing(closing);
  await company.decide('zoe', closed.ok ? (closed.value.closings[0]?.approvalId ?? '') : '');
  await app.wallet.freeze({ person: priya, ownerId: eve.id, isFrozen: true, reason: 'to be safe' });
  await app.wallet.freeze({ person: priya, ownerId: eve.id, isFrozen: false, reason: 'all is well' });
  await app.wallet.freeze({ person: priya, ownerId: mallory.id, isFrozen: true, reason: 'to be safe' });
}

/** Of three codes Bob has one; a fourth is recalled. A mug is in the store, and Alice has ordered one. */
async function keepStore(core: TestCore, company: Company): Promise<void> {
  const [priya, bob] = [await company.person('priya'), await company.person('bob')];
  const { organizationId } = priya;
  const { productId } = await stockCodes(core, priya, ['CINEMA-1', 'CINEMA-2', 'CINEMA-3']);
  const taker = { personId: bob.id, takenFor: { type: 'order' as const, id: core.newId() } };
  await transact(core, (tx) => takeStockCode(core, tx, { organizationId, productId, taker }));
  const { batchId } = await stockCodes(core, priya, ['CINEMA-4'], { name: 'a bad one' });
  await core.app.reward.recallBatch({ actor: priya, batchId, reason: 'sold twice' });
  const prices = { USD: 2n };
  const fields = ownGoods({ fulfillerId: priya.id, inStock: 10, limitPerPerson: 1, prices });
  const { id: itemId } = valueOf(await core.app.store.addItem({ actor: priya, fields }));
  const buyer = await company.person('alice');
  const asked = { buyer, itemId, currency: 'USD', amountMinor: 2n, requestId: 'click' };
  valueOf(await core.app.store.order(asked));
}

/** Eve has a second factor and has used a code; Finn’s was reset by two admins, and Alice’s may be. */
async function guardPeople(core: TestCore, company: Company): Promise<void> {
  const { app } = core;
  const { id: organizationId } = company.organization;
  const [zoe, yan] = [await company.person('zoe'), await company.person('yan')];
  const [eve, alice, finn] = [
    await company.person('eve'),
    await company.person('alice'),
    await company.person('finn'),
  ];
  await app.session.setFactorPolicy({
    organizationId,
    changes: { overMinor: { USD: 90_000n } },
    actorId: null,
  });
  await proposeTwice(core, company);
  await plan(core, company);
  const { codes } = await enrol(core, eve);
  await passAs(core, eve, codes[0] ?? '');
  await passAs(core, eve, codes[0] ?? '');
  for (const person of [alice, finn]) {
    await enrol(core, person);
    await app.session.askFactorReset({ admin: zoe, personId: person.id, reason: 'lost' });
  }
  await app.session.confirmFactorReset({ admin: yan, personId: finn.id });
}

/** Two admins have topped Design up by more than one may alone, and another change waits. */
async function proposeTwice({ app, newId }: TestCore, company: Company): Promise<void> {
  const { id: organizationId } = company.organization;
  const [zoe, yan] = [await company.person('zoe'), await company.person('yan')];
  const department = await company.department('Design');
  const over = { organizationId, currency: 'USD', amountMinor: 8_000_000n };
  await app.budget.setSecondPerson({ ...over, actorId: zoe.id });
  const topUp = { department, amountMinor: 8_000_001n, reason: 'a launch', actorId: zoe.id };
  const proposalId = newId();
  await app.budget.topUp({ ...topUp, id: proposalId });
  await app.budget.confirmProposal({ organizationId, proposalId, deciderId: yan.id });
  await app.budget.topUp({ ...topUp, id: newId() });
}

/** Zoe has planned two changes of Design's rules, and has withdrawn one of them. */
async function plan({ app, clock, newId }: TestCore, company: Company): Promise<void> {
  const { id: organizationId, currency } = company.organization;
  const { id: departmentId } = await company.department('Design');
  const { id: actorId } = await company.person('zoe');
  const from = new Date(clock.now().getTime() + 400 * DAY_MS);
  const scope = { organizationId, departmentId, currency };
  await app.budget.setRules({ scope, rules: { undoMinutes: 4 }, from, actorId });
  const planId = newId();
  await app.budget.setRules({ id: planId, scope, rules: { undoMinutes: 6 }, from, actorId });
  await app.budget.withdrawPlan({ organizationId, planId, actorId, reason: 'a slip' });
}

/** Gives a gift that can be claimed for some days. */
async function giveUntil(
  { app }: TestCore,
  { give, department, organization }: Company,
  { amount, days: claimDays }: { amount: string; days: number },
): Promise<void> {
  const { id: departmentId } = await department('Engineering');
  const scope = { organizationId: organization.id, departmentId, currency: organization.currency };
  await app.budget.setRules({ scope, rules: { claimDays }, actorId: null });
  await give('morgan', 'bob', amount);
  await app.budget.setRules({ scope, rules: { claimDays: null }, actorId: null });
}

/** Lets every gift expire whose time is over. */
async function letExpire({ app, db, clock }: TestCore): Promise<void> {
  const due = await db
    .selectFrom('claim_deadline')
    .select('gift_id')
    .where('due_at', '<=', clock.now())
    .execute();
  for (const { gift_id: giftId } of due) await app.gift.advanceClaim(giftId);
}

async function liveSecondMonth(core: TestCore, company: Company): Promise<void> {
  await guardPeople(core, company);
  await letExpire(core);
  await company.give('dana', 'mallory', '21');
  await company.give('morgan', 'alice', '22');
  await company.give('morgan', 'bob', '23');
  const given = await company.give('dana', 'eve', '24');
  const giftId = must(given.gifts[0], 'gift').giftId;
  await core.app.gift.redeem({ person: await company.person('eve'), giftId });
  const { organizationId, id: personId } = await company.person('eve');
  await transactOn(core.db, (tx) =>
    insertMailLink(tx, 'claim_link', { organizationId, subjectId: giftId, personId }),
  );
  const { approvalId } = await company.reserve('morgan', 'bob', '101');
  const link = {
    organizationId: company.organization.id,
    subjectId: approvalId,
    personId: (await company.person('ada')).id,
  };
  await transactOn(core.db, (tx) => insertMailLink(tx, 'approval_link', link));
  const origin = { userAgent: 'a browser', address: '192.0.2.1' };
  await core.app.session.openInPlayground({ person: await company.person('bob'), origin, held: undefined });
  const bob = await company.person('bob');
  await core.app.session.makeToken({
    organizationId: company.organization.id,
    personId: bob.id,
    makerId: null,
    name: 'a program',
    scopes: ['gifts:read'],
    expiresAt: new Date(core.clock.now().getTime() + DAY_MS),
  });
  await transact(core, async (tx) =>
    insertSignIn(tx, {
      organizationId: company.organization.id,
      id: core.newId(),
      personId: (await company.person('bob')).id,
      how: 'chat',
      isLimited: true,
      expiresAt: new Date(tx.now.getTime() + DAY_MS),
      token: 'a token of a link',
    }),
  );
  await company.decide('ada', (await company.reserve('morgan', 'alice', '105')).approvalId);
  await core.app.people.import(company.organization, [personRow('Mallory Quint', 'People')]);
  await giveUntil(core, company, { amount: '37', days: 60 });
  await buyRewards(core, company);
  await giveCards(core, company);
  await mergeRecords(core, company);
  await giveRightsByTwo(core, company);
}

/**
 * Zoe has made Rob an approver, linked an account to him, given him another address, merged another record of his into this one and made a
 * token over money, each on Yan’s word.
 */
async function giveRightsByTwo(core: TestCore, company: Company): Promise<void> {
  const { app, clock } = core;
  const { organization } = company;
  const { id: organizationId } = organization;
  const [zoe, yan, rob] = [
    await company.person('zoe'),
    await company.person('yan'),
    await company.person('rob'),
  ];
  clock.advance(2 * MINUTE_MS);
  async function confirm(): Promise<string> {
    const waiting = await app.queries.budget.listProposals(operatorOf(organizationId), { now: clock.now() });
    const { id: proposalId } = must(waiting.at(-1), 'proposal');
    valueOf(await app.budget.confirmProposal({ organizationId, proposalId, deciderId: yan.id }));
    return proposalId;
  }
  await app.people.change(organization, { personId: rob.id, patch: { role: 'approver' }, by: zoe });
  await confirm();
  await app.people.linkIdentity(zoe, { personId: rob.id, platform: 'slack', userId: 'U0ROB' });
  await confirm();
  const patch = { email: 'rob@elsewhere.example' };
  await app.people.change(organization, { personId: rob.id, patch, by: zoe });
  await confirm();
  const { id: fromId } = await company.person('robin');
  await app.people.merge(organization, { fromId, intoId: rob.id, by: zoe });
  await confirm();
  await app.session.makeToken({
    organizationId,
    personId: zoe.id,
    makerId: zoe.id,
    name: 'over money',
    scopes: ['gifts:write'],
    expiresAt: new Date(clock.now().getTime() + DAY_MS),
  });
  const proposalId = await confirm();
  valueOf(await app.session.makeConfirmedToken({ organizationId, proposalId, makerId: zoe.id }));
}

/** Pia had three records, merged one after the other: what the oldest bought was refunded after each merge. */
async function mergeRecords(core: TestCore, company: Company): Promise<void> {
  const { app, clock } = core;
  await app.people.import(company.organization, [
    personRow('Pia Old', 'Design'),
    personRow('Nina Pia', 'Design'),
    personRow('Piet Older', 'Design'),
  ]);
  const [oldest, from, into] = [
    await company.person('piet'),
    await company.person('pia'),
    await company.person('nina'),
  ];
  const { gifts } = await company.give('dana', 'piet', '9.10');
  await app.gift.redeem({ person: oldest, giftId: must(gifts[0], 'gift').giftId });
  const shop = await addShop(core, company, { name: 'Pias shop' });
  const { id } = valueOf(await buy(core, company, { shop, who: 'piet', amountMinor: 210n }));
  valueOf(await app.checkout.capture({ ...asShop(shop, id), requestId: 'take' }));
  const refund = { ...asShop(shop, id), amountMinor: 105n };
  for (const [fromId, intoId] of [
    [oldest.id, from.id],
    [from.id, into.id],
  ] as const) {
    clock.advance(2 * MINUTE_MS);
    valueOf(await app.people.merge(company.organization, { fromId, intoId, actorId: null }));
    valueOf(await app.checkout.refund({ ...refund, requestId: `broken mug of ${fromId}`, reason: 'broken' }));
  }
}

/** Bob was given a card of 2.90, which is bought, waits for one of 3.30 and one of 3.50, which he chose, and has yet to choose one of 3.40. */
async function giveCards(core: TestCore, company: Company): Promise<void> {
  const { app } = core;
  const itemId = await addGiftCard(core, company);
  await setGiftKind(core, company, {
    name: 'Design',
    itemId,
    undoMinutes: 0,
  });
  const { gifts } = await company.give('dana', 'bob', '2.90');
  const id = must(gifts[0], 'gift').giftId;
  await app.reward.orderGiftCard(id);
  const { organizationId, id: personId } = await company.person('bob');
  const face = { amountMinor: 290n, currency: 'USD' };
  const sold = { providerRef: 'A2', charged: face, fee: { ...face, amountMinor: 0n } };
  await transact(core, async (tx) => {
    const what = { organizationId, id, personId, provider: 'amazon-incentives', face };
    await saveAsking(tx, what, tx.now);
    await saveBought(tx, what, sold);
    await settleGiftCard(core, tx, { ...what, ...sold, status: 'bought' });
  });
  await company.give('dana', 'bob', '3.30');
  await setGiftKind(core, company, { name: 'Design' });
  await company.give('dana', 'bob', '3.40');
  await chooseCard(core, company, itemId);
  const { id: departmentId } = await company.department('Design');
  const scope = { organizationId, departmentId, currency: 'USD' };
  await app.budget.setRules({ scope, rules: { giftKind: null, undoMinutes: null }, actorId: null });
}

async function chooseCard(core: TestCore, company: Company, itemId: string): Promise<void> {
  const { gifts } = await company.give('dana', 'bob', '3.50');
  const { giftId } = must(gifts[0], 'gift');
  const person = await company.person('bob');
  const chosen = await core.app.store.chooseGiftCard({ person, giftId, itemId, insteadOf: null });
  if (!chosen.ok) throw new Error(chosen.refusal.kind);
}

/** Bob waits for a reward of 26.00, and has got one of 27.00. */
async function buyRewards(core: TestCore, company: Company): Promise<void> {
  const { organizationId, id: personId } = await company.person('bob');
  const what = { organizationId, personId, provider: 'amazon-incentives', product: 'US' };
  const bought = core.newId();
  await transact(core, async (tx) => {
    const face = { amountMinor: 2_600n, currency: 'USD' };
    await insertRewardOrder(tx, { ...what, id: core.newId(), face });
    await insertRewardOrder(tx, { ...what, id: bought, face: { ...face, amountMinor: 2_700n } });
  });
  await transact(core, async (tx) => {
    const ref = { organizationId, id: bought };
    const charged = { amountMinor: 2_700n, currency: 'USD' };
    await saveAsking(tx, ref, tx.now);
    await saveBought(tx, ref, { providerRef: 'A1', charged, fee: { ...charged, amountMinor: 0n } });
  });
}

async function liveLastMinutes(core: TestCore, company: Company): Promise<void> {
  const { gifts } = await company.give('morgan', 'bob', '31');
  await company.reserve('morgan', 'alice', '111');
  await company.redeem('eve', await company.codeOf(must(gifts[0], 'gift').giftId, 'bob'));
  await core.app.people.import(company.organization, [personRow('Nia New', 'Design')]);
  await company.give('morgan', 'alice', '900');
  await cancelQuestion(core, company);
  await company.give('dana', 'mallory', '42');
  await company.give('dana', 'mallory', '42', { isConfirmed: false });
  await company.ask('morgan', 'alice', '41');
}

async function cancelQuestion(core: TestCore, company: Company): Promise<void> {
  const { id: organizationId } = company.organization;
  await company.give('dana', 'eve', '43');
  const { id: recognitionId } = await company.give('dana', 'eve', '43', { isConfirmed: false });
  const { id: giverId } = await company.person('dana');
  await core.app.recognition.cancel({ organizationId, recognitionId, giverId });
}

async function takeBack(core: TestCore, company: Company, giftId: string): Promise<void> {
  const person = await company.person('priya');
  const requested = await core.app.approval.requestVoid({ person, giftId, reason: 'twice' });
  if (!requested.ok) throw new Error(`not asked: ${requested.refusal.kind}`);
  await company.decide('finn', requested.value.approvalId);
}
