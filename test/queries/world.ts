import { must } from '#src/domain/kit/must.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { personRow } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import type { TestCore } from '#test/helpers/make-core.ts';
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
  const company = await makeCompanyWithApprovers(core);
  const { organization, person } = company;
  const { app } = core;
  await app.people.import(organization, [
    personRow('Zoe Admin', 'People', 'admin'),
    { ...personRow('Alice Ito', 'Engineering'), managerEmail: 'dana@example.com' },
  ]);
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

  const given = await company.give('morgan', 'alice', `25.${String(number).padStart(2, '0')}`);
  const giftId = must(given.gifts[0], 'gift').giftId;
  await company.redeem('alice', await company.codeOf(giftId, 'alice'));
  const open = await company.give('morgan', 'alice', '1');
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

  return {
    company,
    waitingUserId,
    awayFrom,
    batch,
    amountMinor,
    allowanceMinor,
    spentMinor: amountMinor + 100n + 300n,
    undoMinutes: number,
    organizationId: organization.id,
    engineeringId: engineering.id,
    morgan,
    alice,
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

async function giveFromList(
  { app }: TestCore,
  giver: Person,
  to: { key: string; recipientId: string; departmentId: string },
): Promise<void> {
  const gift = { ...to, amount: '3', currency: 'USD', occasion: '', message: '' };
  const [outcome] = await app.recognition.giveInBulk(giver, [gift]);
  if (outcome?.status !== 'given') throw new Error(`the list was not given: ${outcome?.status}`);
}
