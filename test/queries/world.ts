import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';
import type { Company } from '#test/helpers/company.ts';
import { accountNamed, lockAccounts } from '#src/db/ledger/account.ts';
import { transact } from '#src/db/kit/transact.ts';
import { periodOf } from '#src/domain/kit/period.ts';
import { budgetAccount } from '#src/domain/ledger/accounts.ts';
import type { Department } from '#src/domain/people/department.ts';
import { postGrants } from '#src/usecases/budget/steps/post-grants.ts';
import { must } from '#src/domain/kit/must.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { personRow } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { addShop, asShop, buy, valueOf } from '#test/helpers/checkouts.ts';
import { granted } from '#test/helpers/promos.ts';
import type { TestCore } from '#test/helpers/make-core.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { takeStockCode } from '#src/usecases/reward/steps/take-stock-code.ts';
import { addGiftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import { AMAZON } from '#test/servers/rewards/amazon.ts';
import { ownGoods, pngOf, stockCodes } from '#test/helpers/stock.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import type { Person } from '#src/domain/people/person.ts';

/** The key of the one gift of a list. */
export function keyIn(batch: string): string {
  return `${batch}/cake/1`;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * A company in which there is one of everything, all of it of Engineering and between Morgan, who gives, and Alice. `number`
 * makes its amounts and names differ from another world's.
 */
export async function makeWorld(core: TestCore, number: number) {
  const batch = `batch ${number}`;
  const amountMinor = 2_500n + BigInt(number);
  const allowanceMinor = 40_000n + BigInt(number);
  const leaverMinor = 500n + BigInt(number);
  const company = await makeCompanyWithApprovers(core);
  const { organization, person } = company;
  const { app } = core;
  await app.people.import(organization, [
    personRow('Zoe Admin', 'People', 'admin'),
    { ...personRow('Alice Ito', 'Engineering'), managers: ['dana@example.com'] },
  ]);
  await app.people.import(organization, [
    { ...personRow('Alicia Ito', 'Engineering'), email: 'alice@old.example' },
  ]);
  const erased = 1 + (number % 2);
  for (let nth = 1; nth <= erased; nth += 1) {
    await app.people.import(organization, [personRow(`Era${nth} Sed`, 'Design')]);
    const { id: personId } = await person(`era${nth}`);
    valueOf(await app.people.erase(organization, { personId, actorId: null }));
  }
  await app.people.rememberColumns(organization, {
    kind: 'people',
    columns: [{ headerKey: batch, field: null }],
  });
  const [morgan, alice] = [await person('morgan'), await person('alice')];
  const engineering = await company.department('Engineering');
  await app.budget.setRules({
    scope: { organizationId: organization.id, departmentId: engineering.id, currency: 'USD' },
    rules: { ...NO_RULES, approvalOverMinor: 10_000n, undoMinutes: number },
    actorId: null,
  });
  await app.budget.setAllowance({
    person: morgan,
    currency: 'USD',
    amountMinor: allowanceMinor,
    actorId: null,
  });

  await app.budget.setRules({
    scope: { organizationId: organization.id, departmentId: engineering.id, currency: 'USD' },
    rules: { confirmOverMinor: amountMinor },
    from: new Date(core.clock.now().getTime() + 400 * DAY_MS),
    actorId: null,
  });

  const endedMinor = 100n + BigInt(number);
  await fundLongAgo(core, engineering, endedMinor);

  const choiceId = await giveCards(core, company);
  const given = await company.give('morgan', 'alice', `25.${String(number).padStart(2, '0')}`);
  const giftId = must(given.gifts[0], 'gift').giftId;
  await company.redeem('alice', await company.codeOf(giftId, 'alice'));
  const origin = { userAgent: batch, address: '192.0.2.1' };
  await app.session.openInPlayground({ person: alice, origin, held: undefined });
  await app.session.makeToken({
    organizationId: organization.id,
    personId: alice.id,
    makerId: null,
    name: batch,
    scopes: ['gifts:read'],
    expiresAt: new Date(core.clock.now().getTime() + DAY_MS),
  });
  const { id: actorId } = await person('zoe');
  const brought = await app.people.provisionGroup(organization, {
    said: { displayName: batch, changes: [{ kind: 'set', personIds: [alice.id] }] },
    actorId,
  });
  if (!brought.ok) throw new Error(`no group: ${brought.refusal.kind}`);
  const scimGroup = brought.value.groupId;
  const operator = { organizationId: organization.id, operator: 'a shell' };
  const peopleImport = (await app.queries.people.listImports(operator))[0]?.id;
  await app.recognition.sayThanks({ person: alice, giftId, words: batch });
  const { id: organizationId } = company.organization;
  await app.people.setOrganization({ organizationId, changes: { name: batch }, actorId: null });
  const retentionDays = 700 + number;
  await app.people.setRetention({ organizationId, textDays: retentionDays, reason: 'enough', actorId: null });
  const mailing = { by: 'department', format: 'csv' } as const;
  await app.report.setSpendMailing({ actor: morgan, personId: morgan.id, mailing });
  await app.message.chooseNews({ person: alice, kind: 'report.month', isWanted: false });
  const open = await company.give('morgan', 'alice', '1');
  await refuseSome(core, company, number - 5);
  const undone = await company.give('morgan', 'bob', '2');
  await app.gift.undo({ person: morgan, of: { recognitionId: undone.id } });
  const { recognitionId: reservedId, approvalId } = await company.reserve('morgan', 'alice', '150');
  const question = await company.ask('morgan', 'alice', '5', {
    isConfirmed: false,
    recipients: [company.ref('alice'), company.ref('bob')],
  });
  await app.recognition.issue([question.id]);
  await app.recognition.startBulk(morgan, { batch, rows: 1 });
  await giveFromList(core, morgan, {
    key: keyIn(batch),
    recipientId: alice.id,
    departmentId: engineering.id,
  });
  await app.jobs.keepFailed({
    job: 'deliver-gift',
    due: 'deliveries',
    subjectId: giftId,
    reason: 'no way to reach them',
  });

  await failDelivery(core, must(open.gifts[0], 'gift').giftId);

  const awayFrom = new Date(core.clock.now().getTime() + 30 * DAY_MS + number * HOUR_MS);
  const endsAt = new Date(awayFrom.getTime() + DAY_MS);
  await app.approval.delegate({
    from: await person('ben'),
    to: await person('finn'),
    startsAt: awayFrom,
    endsAt,
  });

  const waitingUserId = `U${number}BOB`;
  const user = { platform: 'slack', workspaceId: company.workspaceId, userId: waitingUserId };
  const profile = { name: 'Bob', isBot: false, isDeactivated: false, email: 'bob@example.com' };
  await app.people.identify(organization.id, user, profile);

  await enrol(core, alice);
  const reset = { admin: await person('zoe'), personId: alice.id, reason: 'lost her phone' };
  must((await app.session.askFactorReset(reset)).ok || undefined, 'a reset');
  const factorOverMinor = 1_000_000n + BigInt(number);
  await app.session.setFactorPolicy({
    organizationId: organization.id,
    changes: { overMinor: { USD: factorOverMinor } },
    actorId: null,
  });

  await app.budget.setSecondPerson({
    organizationId,
    currency: 'USD',
    amountMinor: factorOverMinor,
    actorId: null,
  });
  await app.budget.topUp({
    id: core.newId(),
    department: await company.department('Design'),
    amountMinor: factorOverMinor + 1n,
    reason: 'more',
    actorId: null,
  });

  await guardWallets(core, company, { number, openGiftId: must(open.gifts[0], 'gift').giftId });

  const shop = await addShop(core, company, { name: `Store ${number}` });
  const { id: checkoutId } = valueOf(await buy(core, company, { shop, amountMinor: 1n }));
  await app.checkout.void(asShop(shop, checkoutId));

  const lookedAt = `${morgan.id}:${alice.id}`;
  const looked = { kind: 'pair' as const, subject: lookedAt, reason: 'all fine' };
  valueOf(await app.report.lookAtWarning({ ...looked, actor: await person('zoe') }));

  const webhookId = await callWebhook(core, await person('zoe'));

  const store = await fillStore(core, company, number);

  return {
    erased,
    retentionDays,
    choiceId,
    company,
    ...store,
    checkoutId,
    webhookId,
    lookedAt,
    factorOverMinor,
    number,
    waitingUserId,
    awayFrom,
    batch,
    scimGroup,
    peopleImport,
    amountMinor,
    allowanceMinor,
    leaverMinor,
    refused: number - 5,
    endedMinor,
    month: core.clock.now().toISOString().slice(0, 'YYYY-MM'.length),
    spentMinor: amountMinor + 100n + 300n + 400n + leaverMinor,
    undoMinutes: number,
    organizationId: organization.id,
    engineeringId: engineering.id,
    morgan,
    alice,
    aliceAgain: (await person('alicia')).id,
    signedInAt: core.clock.now(),
    bob: await person('bob'),
    recognitionId: given.id,
    reservedId,
    questionId: question.id,
    giftId,
    openGiftId: must(open.gifts[0], 'gift').giftId,
    approvalId,
    actors: {
      operator: operatorOf(organization.id),
      admin: await person('zoe'),
      hr: await person('priya'),
      finance: await person('finn'),
      approver: await person('ada'),
      giver: morgan,
      recipient: alice,
      'recipient’s manager': await person('dana'),
      colleague: await person('bob'),
      'who left': { ...(await person('zoe')), isDeactivated: true },
    },
  };
}

export type World = Awaited<ReturnType<typeof makeWorld>>;

/** A code of a batch is Alice's, and the mug with a picture is offered to all. */
async function fillStore(
  core: TestCore,
  company: Awaited<ReturnType<typeof makeCompanyWithApprovers>>,
  number: number,
) {
  const { app } = core;
  const actor = await company.person('priya');
  const stocked = await stockCodes(core, actor, [`WORLD-${number}-1`, `WORLD-${number}-2`]);
  const takenFor = { type: 'order' as const, id: core.newId() };
  const taker = { personId: (await company.person('alice')).id, takenFor };
  const { organizationId } = actor;
  await transact(core, (tx) =>
    takeStockCode(core, tx, { organizationId, productId: stocked.productId, taker }),
  );
  const added = await app.store.addPicture({ actor, bytes: pngOf(40 + number, 30) });
  const picture = must(added.ok ? added.value.picture : undefined, 'picture');
  const item = await app.store.addItem({ actor, fields: ownGoods({ fulfillerId: actor.id, picture }) });
  const sticker = ownGoods({ name: 'Sticker', prices: { USD: 1n }, fulfillerId: actor.id });
  const { id: stickerId } = valueOf(await app.store.addItem({ actor, fields: sticker }));
  const buyer = await company.person('alice');
  const asked = { buyer, itemId: stickerId, currency: 'USD', amountMinor: 1n, requestId: 'click' };
  const { id: orderId } = valueOf(await app.store.order(asked));
  valueOf(await app.store.cancelOrder({ actor: buyer, orderId }));
  return {
    ...stocked,
    picture,
    itemId: must(item.ok ? item.value.id : undefined, 'item'),
    orderId,
  };
}

/** Alice has credit and a reported code, and Bob’s wallet is frozen; Lea, who has left, was paid out 2, holds 2 and was given 5. */
async function guardWallets(
  core: TestCore,
  company: Awaited<ReturnType<typeof makeCompanyWithApprovers>>,
  { number, openGiftId }: { number: number; openGiftId: string },
): Promise<void> {
  const { app } = core;
  const { organization, person } = company;
  await granted(core, company, 'alice', 500n + BigInt(number));
  await app.gift.reportCode({ person: await person('alice'), giftId: openGiftId });
  const freeze = { person: await person('priya'), ownerId: (await person('bob')).id, isFrozen: true };
  await app.wallet.freeze({ ...freeze, reason: `frozen ${number}` });
  const operator = operatorOf(organization.id);
  const setting = {
    since: `2000-01-${String(number).padStart(2, '0')}`,
    basis: 'issue' as const,
    isGrossedUp: false,
    pay: { kind: 'month' as const, anchor: '2026-01-05' },
  };
  await app.report.setTax({ actor: operator, timeZone: 'UTC', setting, reason: 'to begin' });
  const columns = [{ header: 'Amount', field: 'wages' as const }];
  await app.report.setTaxMap({ actor: operator, map: { name: `batch ${number}`, fileName: 'pay', columns } });
  const velocity = { 'redeems-per-day': { limit: 100 + number, measure: 'warn' as const } };
  await app.wallet.setGuard({ organizationId: organization.id, changes: { velocity }, actorId: null });
  await app.people.import(organization, [personRow('Lea Ving', 'Engineering')]);
  const lea = await person('lea');
  const gifts = [await company.give('morgan', 'lea', '2'), await company.give('morgan', 'lea', '2')];
  const [paid, kept] = gifts.map((one) => must(one.gifts[0], 'gift').giftId);
  await app.gift.redeem({ person: lea, giftId: must(paid, 'gift') });
  const closing = { person: await person('priya'), ownerId: lea.id, reason: `left ${number}` };
  const asked = await app.wallet.requestClosing({ ...closing, way: 'pay-out' });
  await company.decide('zoe', asked.ok ? must(asked.value.closings[0], 'closing').approvalId : '');
  await app.gift.redeem({ person: lea, giftId: must(kept, 'gift') });
  await company.give('morgan', 'lea', `5.0${number}`);
  await app.people.deactivate(organization, { personId: lea.id, actorId: null });
}

/** Morgan asks for gifts to Morgan. */
async function refuseSome({ app }: TestCore, company: Company, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const { id } = await company.ask('morgan', 'morgan', '1');
    await app.recognition.issue([id]);
  }
}

/** A gift that waits, and whose message reached nobody. */
async function failDelivery({ app, db }: TestCore, giftId: string): Promise<void> {
  const reason = 'no way to reach them';
  await app.jobs.keepFailed({ job: 'deliver-gift', due: 'deliveries', subjectId: giftId, reason });
  await db.updateTable('delivery').set({ status: 'failed' }).where('gift_id', '=', giftId).execute();
}

/** A webhook that was called once. */
async function callWebhook({ app }: TestCore, admin: Person): Promise<string> {
  const made = await app.webhook.create({
    actor: admin,
    url: 'https://example.com/hook',
    types: ['gift.issued'],
  });
  const webhookId = must(made.ok ? made.value.id : undefined, 'webhook');
  await app.webhook.ping({ actor: admin, webhookId });
  const calls = await app.webhook.leaseCalls(webhookId);
  const answer = { status: 204, excerpt: '', tookMs: 5 };
  await app.webhook.recordCalls(
    webhookId,
    calls.map(({ leased }) => ({ leased, answer })),
  );
  return webhookId;
}

/** Puts something in the budget of a period that is over. */
async function fundLongAgo(core: TestCore, department: Department, amountMinor: bigint): Promise<void> {
  await transact(core, async (tx) => {
    const calendar = { timeZone: 'UTC', kind: 'month' as const, fiscalStartMonth: 1 };
    const name = budgetAccount(department, periodOf(new Date(0), calendar));
    const accounts = await lockAccounts(tx, [name], core.newId);
    const account = accountNamed(accounts, name);
    const subject = { type: 'account' as const, id: account.id };
    await postGrants(core, tx, [{ account, amountMinor, subject }], accounts);
  });
}

async function giveFromList(
  { app }: TestCore,
  giver: Person,
  to: { key: string; recipientId: string; departmentId: string },
): Promise<void> {
  const gift = { ...to, amount: '3', currency: 'USD', occasion: '', message: '' };
  const [outcome] = await app.recognition.giveInBulk(giver, [gift]);
  if (outcome?.status !== 'given') throw new Error(`the list was not given: ${outcome?.status}`);
}

/** Alice is given a gift card by Design, which is not bought yet, and one that she has yet to choose. */
async function giveCards(core: TestCore, company: Company): Promise<string> {
  const { app, log, clock } = core;
  const provider = createAmazonIncentives(
    { ...AMAZON, country: 'US', apiUrl: 'http://127.0.0.1:9' },
    { log, clock },
  );
  (core.rewardProviders as Map<string, RewardProvider>).set(provider.name, provider);
  await setGiftKind(core, company, { name: 'Design', itemId: await addGiftCard(core, company) });
  await company.give('dana', 'alice', '3');
  await setGiftKind(core, company, { name: 'Design' });
  const toChoose = await company.give('dana', 'alice', '2');
  const { id: organizationId } = company.organization;
  const departmentId = (await company.department('Design')).id;
  const scope = { organizationId, departmentId, currency: 'USD' };
  await app.budget.setRules({ scope, rules: 'cleared', actorId: null });
  return must(toChoose.gifts[0], 'gift').giftId;
}
