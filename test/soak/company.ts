import { findPeople } from '#src/db/people/find-people.ts';
import { type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import type { Marketplace } from '#src/domain/checkout/checkout.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { SlackWorld } from '#test/system/slack-world.ts';
import { valueOf } from '#test/helpers/checkouts.ts';
import { departmentNamed } from '#test/helpers/reads.ts';
import type { Department } from '#src/domain/people/department.ts';
import type { Person } from '#src/domain/people/person.ts';

/** `slackName`: what people type after `@`. */
export type Member = Person & { slackName: string; email: string; department: string };

export type Company = {
  organizationId: string;
  departments: Department[];
  members: Member[];
  byId: ReadonlyMap<string, Member>;
  /** A group of Slack users and who is in it. */
  /** Where wallets are spent. */
  marketplace: Marketplace;
  groups: { handle: string; id: string; memberIds: string[] }[];
  softDepartmentIds: ReadonlySet<string>;
};

/** Half a year from now no period ends, so that a run sees one only. */
const HALF_A_YEAR = 6;
/** Little, as all that comes later: budgets are tried where they run out. */
export const FIRST_BUDGET_MINOR = 5_000n;

/** Approvals run out within seconds, so that many do in a run; those of voids and funds are about any department. */
const WAITS = { approvalHours: 0.0022, remindHours: 0.0008 };

/** Its gifts can be undone for some seconds, and then their cards are bought. */
export const CARD_RULES = { ...WAITS, undoMinutes: 0.1 };

/** What each department is tried for. */
const DEPARTMENTS: Record<string, { rules: Partial<GivingRules>; isSoft?: boolean }> = {
  /** Large gifts wait for an approver. */
  Engineering: { rules: { ...WAITS, approvalOverMinor: 250n, confirmOverMinor: 280n } },
  /** Givers and recipients have limits. */
  Design: {
    rules: {
      ...WAITS,
      allowanceMinor: { manager: 50_000n, approver: 20_000n },
      recipientYearMinor: 30_000n,
      pairShare: { maxPercent: 60, fromMinor: 2_000n, onExcess: 'stop' },
    },
  },
  /** May be overspent, with an approval. */
  Sales: { rules: { ...WAITS, approvalOverMinor: 400n }, isSoft: true },
  /** Others read of it in the channel, and it has a last day. */
  Support: { rules: { ...WAITS, postIn: 'here', claimDays: 1 } },
  /** What it gives are gift cards, once the shop is open. */
  Research: { rules: CARD_RULES },
};

const TEAM: readonly Role[] = [
  'manager',
  'manager',
  'approver',
  'approver',
  'employee',
  'employee',
  'employee',
];
const OFFICE: readonly Role[] = ['hr', 'finance', 'finance', 'admin'];

/** Hires everybody and sets the budgets and rules, before any work begins. */
export async function foundCompany(world: SlackWorld): Promise<Company> {
  const { system, slack } = world;
  const { id: organizationId } = system.organization;
  const names = Object.keys(DEPARTMENTS);
  const hires = [
    ...names.flatMap((department) => TEAM.map((role, index) => hireOf(department, role, index))),
    ...OFFICE.map((role, index) => hireOf('Office', role, index)),
  ];
  for (const { slackName, email } of hires) slack.addUser({ name: slackName, email });
  await system.hire(hires);
  const members = await Promise.all(
    hires.map(async (hire) => ({ ...hire, ...(await getPerson(hire.email)) })),
  );
  const departments = await Promise.all(names.map(openDepartment));
  return {
    organizationId,
    departments,
    members,
    byId: new Map(members.map((member) => [member.id, member])),
    marketplace: await openStore(),
    groups: names.map((name) => groupOf(name.toLowerCase(), members.filter(isOf(name)))),
    softDepartmentIds: new Set(
      departments.filter(({ name }) => DEPARTMENTS[name]?.isSoft).map(({ id }) => id),
    ),
  };

  async function getPerson(email: string): Promise<Person & { email: string }> {
    const [person] = await findPeople(system.db, organizationId, { by: 'email', email });
    if (!person) throw new Error(`nobody has the address ${email}`);
    return { ...person, email };
  }

  async function openStore(): Promise<Marketplace> {
    const store = { organizationId, name: 'Store', currency: system.organization.currency, actorId: null };
    return valueOf(await system.app.checkout.addMarketplace(store));
  }

  async function openDepartment(name: string): Promise<Department> {
    const found = await departmentNamed(system, organizationId, name);
    if (!found.ok) throw new Error(`there is no department ${name}`);
    const department = found.value;
    const { rules = {}, isSoft = false } = DEPARTMENTS[name] ?? {};
    const fiscalStartMonth = ((new Date().getUTCMonth() + HALF_A_YEAR) % 12) + 1;
    const budget = { amountMinor: FIRST_BUDGET_MINOR, period: 'year', fiscalStartMonth, isSoft } as const;
    await system.app.budget.set({ department, ...budget, actorId: null });
    const scope = { organizationId, departmentId: department.id, currency: department.currency };
    await system.app.budget.setRules({ scope, rules: { ...NO_RULES, ...rules }, actorId: null });
    return department;
  }

  function groupOf(handle: string, some: readonly Member[]): Company['groups'][number] {
    const id = slack.addGroup(
      `${handle}-team`,
      some.map(({ slackName }) => slackName),
    );
    return { handle: `${handle}-team`, id, memberIds: some.map((member) => member.id) };
  }

  function isOf(name: string): (member: { department: string }) => boolean {
    return ({ department }) => department === name;
  }
}

function hireOf(department: string, role: Role, index: number) {
  const slackName = `${department.toLowerCase()}-${role}-${index}`;
  const chatIds = [{ platform: 'slack', userId: `U0${slackName.toUpperCase().replaceAll('-', '')}` }];
  return {
    name: `${department} ${role} ${index}`,
    email: `${slackName}@acme.example`,
    department,
    role,
    slackName,
    chatIds,
  };
}
