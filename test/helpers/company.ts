import { transactOn } from '#test/helpers/transact-on.ts';
import { randomUUID } from 'node:crypto';
import { findPeople } from '#src/db/people/find-people.ts';
import { insertOrganization, linkWorkspace, type Organization } from '#src/db/people/organization.ts';
import type { Recognition } from '#src/domain/recognition/recognition.ts';
import { transact } from '#src/db/kit/transact.ts';
import { parseAmount } from '#src/domain/kit/amount/parse-amount.ts';
import { moneyOf, type TypedAmount } from '#src/domain/kit/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { PersonRow } from '#src/usecases/people/import-people.ts';
import type { TestCore } from './make-core.ts';
import { budgetOf, departmentNamed, stateOfRecognition } from '#test/helpers/reads.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Person } from '#src/domain/people/person.ts';

/** Their chat user ids are their first names. */
const PEOPLE = [
  ['Morgan Reyes', 'Engineering', 'manager'],
  ['Alice Ito', 'Engineering', 'employee'],
  ['Bob Olsen', 'Engineering', 'employee'],
  ['Dana Weiss', 'Design', 'manager'],
  ['Mallory Quint', 'Design', 'employee'],
  ['Priya Nair', 'People', 'hr'],
] as const;

export type CompanyOptions = {
  currency?: string;
  timeZone?: string;
  /** In minor units; none for a department without a budget. */
  engineering?: bigint | null;
  design?: bigint | null;
  /** Whether their platform said today who they are. */
  isLookedAt?: boolean;
};

export type Ask = {
  requestId?: string;
  message?: string;
  channelId?: string | null;
  replyTo?: string | null;
  recipients?: PersonRef[];
  /** Whether its giver has said that they mean it; they have, unless a test is about that. */
  isConfirmed?: boolean;
};

export type Given = {
  id: string;
  gifts: { giftId: string; recipientName: string }[];
  refusal: Refusal | null;
};

/** A small company of its own, beside which any number of others may live in the same database. */
export async function makeCompany(core: TestCore, options: CompanyOptions = {}) {
  const {
    currency = 'USD',
    timeZone = 'UTC',
    engineering = 50_000n,
    design = 20_000n,
    isLookedAt = true,
  } = options;
  const organization: Organization = { id: randomUUID(), name: 'Acme', currency, timeZone };
  const workspaceId = `T${organization.id}`;
  await transact(core, (tx) => insertOrganization(tx, organization));
  await transact(core, (tx) =>
    linkWorkspace(tx, organization.id, { platform: 'slack', workspaceId, name: 'Acme' }),
  );
  await core.app.people.import(
    organization,
    PEOPLE.map(([name, department, role]) => personRow(name, department, role)),
  );

  await transactOn(core.db, (tx) =>
    tx
      .updateTable('identity')
      .set({ looked_at: isLookedAt ? core.clock.now() : null })
      .where('organization_id', '=', organization.id)
      .execute(),
  );

  const company = {
    organization,
    workspaceId,
    ref,
    person,
    department,
    ask,
    give,
    codeOf,
    redeem,
    setBudget,
    left,
  };
  if (engineering !== null) await setBudget('Engineering', engineering);
  if (design !== null) await setBudget('Design', design);
  return company;

  /** A person as a chat request names them: by their first name in lower case. */
  function ref(userId: string): PersonRef {
    return { by: 'chat', platform: 'slack', workspaceId, userId };
  }

  async function person(userId: string): Promise<Person> {
    const [found] = await findPeople(core.db, organization.id, ref(userId));
    if (!found) throw new Error(`nobody is called ${userId}`);
    return found;
  }

  async function department(name: string): Promise<Department> {
    const found = await departmentNamed(core, organization.id, name);
    if (!found.ok) throw new Error(`there is no department ${name}`);
    return found.value;
  }

  /** Takes a request in, which waits to be decided. */
  async function ask(giver: string, recipient: string, amount: string, more: Ask = {}): Promise<Recognition> {
    const { requestId = randomUUID(), message = '', channelId = 'C1', replyTo = null } = more;
    const { recognition } = await core.app.recognition.request({
      organizationId: organization.id,
      source: 'slack',
      requestId,
      giver: ref(giver),
      recipients: more.recipients ?? [ref(recipient)],
      amount: typedAmount(amount),
      message,
      isConfirmed: more.isConfirmed ?? true,
      channelId,
      replyTo,
    });
    return recognition;
  }

  /** Asks, has it decided, and says what came of it. */
  async function give(giver: string, recipient: string, amount: string, more: Ask = {}): Promise<Given> {
    const { id } = await ask(giver, recipient, amount, more);
    await core.app.recognition.issue([id]);
    const { recognition, gifts } = await stateOfRecognition(core, id);
    return { id, gifts, refusal: recognition.refusal };
  }

  /** The code of a gift, as its recipient sees it. */
  async function codeOf(giftId: string, recipient: string): Promise<SecretCode> {
    const claimed = await core.app.gift.claim({ person: await person(recipient), giftId });
    if (!claimed.ok) throw new Error(`no code to see: ${claimed.refusal.kind}`);
    return claimed.value.code;
  }

  async function redeem(userId: string, code: SecretCode | string) {
    const typed = typeof code === 'string' ? code : code.reveal();
    return core.app.gift.redeemCode({ person: await person(userId), typed });
  }

  async function setBudget(name: string, amountMinor: bigint) {
    return core.app.budget.set({ department: await department(name), amountMinor, actorId: null });
  }

  /** What a department may still give this month, in minor units. */
  async function left(name: string): Promise<bigint> {
    const state = await budgetOf(core, await department(name));
    if (!state.ok) throw new Error(`no budget: ${state.refusal.kind}`);
    return state.value.leftMinor;
  }
}

export type Company = Awaited<ReturnType<typeof makeCompany>>;

/** A line of the people file, with a mail address and a chat user made from the first name. */
export function personRow(name: string, department: string, role: Role = 'employee'): PersonRow {
  const userId = (name.split(' ')[0] ?? name).toLowerCase();
  const email = `${userId}@example.com`;
  return { name, department, role, email, region: '', chatIds: [{ platform: 'slack', userId }] };
}

/** An over-budget refusal's numbers, in minor units. */
export function leftOf(refusal: Refusal | null): bigint | undefined {
  return refusal?.kind === 'over-budget' ? moneyOf(refusal.left).amountMinor : undefined;
}

/** As a person types it; what is no amount goes on as it is. */
function typedAmount(typed: string): TypedAmount {
  const parsed = parseAmount(typed);
  return parsed.ok ? parsed.amount : { amount: typed };
}
