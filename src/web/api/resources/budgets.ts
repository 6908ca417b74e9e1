import { z } from '@hono/zod-openapi';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';
import { PERIOD_KINDS } from '#src/domain/kit/period.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { grantsThemselves, may } from '#src/domain/people/access.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Currency, Id, Instant, minorOf, timeBody } from '../kit/fields.ts';
import { notFound, pageFields, pageSchema, readPage } from '../kit/page.ts';
import { departmentsAfter } from './departments-after.ts';

const Minor = z.int().openapi({ description: 'In the currency’s smallest unit, such as cents.' });

const Budget = z
  .strictObject({
    departmentId: Id,
    department: z.string(),
    currency: z.string(),
    period: z.enum(PERIOD_KINDS),
    grantedMinor: Minor.openapi({ description: 'For the running period, with what was carried over.' }),
    leftMinor: Minor.openapi({ description: 'Below zero when a soft budget is overspent.' }),
    reservedMinor: Minor.openapi({ description: 'Waits for approval; it is no part of what is left.' }),
    topUpMinor: Minor,
    isSoft: z.boolean(),
    isFrozen: z.boolean(),
    until: Instant.openapi({ description: 'When the running period ends.' }),
  })
  .openapi('Budget');

function budgetBody(state: BudgetState): z.input<typeof Budget> {
  const { department, period, isSoft, isFrozen } = state;
  return {
    departmentId: department.id,
    department: department.name,
    currency: department.currency,
    period,
    grantedMinor: minorOf(state.grantedMinor),
    leftMinor: minorOf(state.leftMinor),
    reservedMinor: minorOf(state.reservedMinor),
    topUpMinor: minorOf(state.topUpMinor),
    isSoft,
    isFrozen,
    until: timeBody(state.until),
  };
}

function budgetAnswer(outcome: Outcome<BudgetState>): Outcome<z.input<typeof Budget>> {
  return outcome.ok ? done(budgetBody(outcome.value)) : outcome;
}

const params = z.strictObject({ departmentId: Id });

const listBudgets = defineEndpoint({
  name: 'listBudgets',
  method: 'get',
  path: '/v1/budgets',
  tag: 'Budgets',
  scope: 'budgets:read',
  summary: 'List what departments may give, in the order of their ids',
  description: 'Departments without a budget are left out, so a page may have fewer than its limit.',
  query: z.strictObject(pageFields),
  answer: pageSchema(Budget).openapi('BudgetPage'),
  async run({ app }, { caller, query }) {
    const page = await readPage({
      name: 'budgets',
      query,
      list: (after, limit) => departmentsAfter(app, caller.person, { after, limit }),
      idOf: ({ id }) => id,
      show: ({ id }) => id,
    });
    if (!page.ok) return page;
    const { items: ids, nextCursor } = page.value;
    const found = await Promise.all(ids.map((id) => app.queries.budget.get(caller.person, id)));
    return done({ items: found.flatMap((one) => (one.ok ? [budgetBody(one.value)] : [])), nextCursor });
  },
});

const getBudget = defineEndpoint({
  name: 'getBudget',
  method: 'get',
  path: '/v1/budgets/{departmentId}',
  tag: 'Budgets',
  scope: 'budgets:read',
  summary: 'Show what a department may still give',
  params,
  answer: Budget,
  async run({ app }, { caller: { person }, params: { departmentId } }) {
    if (!(await app.queries.people.findDepartmentById(person, departmentId))) return notFound();
    return budgetAnswer(await app.queries.budget.get(person, departmentId));
  },
});

const NewBudget = z
  .strictObject({
    amountMinor: z
      .int()
      .min(0)
      .openapi({ description: 'What it may give in each period.', example: 500_000 }),
    currency: Currency,
    period: z.enum(PERIOD_KINDS).optional(),
    isSoft: z.boolean().optional().openapi({ description: 'It may be overspent.' }),
    carryCapMinor: z
      .int()
      .min(0)
      .optional()
      .openapi({ description: 'The most that goes over into the next period.' }),
  })
  .openapi('NewBudget');

const setBudget = defineEndpoint({
  name: 'setBudget',
  method: 'put',
  path: '/v1/budgets/{departmentId}',
  tag: 'Budgets',
  scope: 'budgets:write',
  summary: 'Set what a department may give in each period, from the running one on',
  description: 'What is left out stays as it is.',
  params,
  body: NewBudget,
  answer: Budget,
  async run({ app }, { caller: { person }, params: { departmentId }, body }) {
    const department = await app.queries.people.findDepartmentById(person, departmentId);
    if (!department) return notFound();
    if (!may(person.role, 'set-budgets')) return refused({ kind: 'budget-not-allowed', role: person.role });
    if (grantsThemselves(person, { departmentId })) return refused({ kind: 'own-budget' });
    const { amountMinor, currency, period, isSoft, carryCapMinor } = body;
    const { name, currency: expected } = department;
    if (currency !== expected) {
      return refused({ kind: 'wrong-currency', given: currency, expected, department: name });
    }
    const set = await app.budget.set({
      department,
      amountMinor: BigInt(amountMinor),
      actorId: person.id,
      period,
      isSoft,
      carryCapMinor: carryCapMinor === undefined ? undefined : BigInt(carryCapMinor),
    });
    return budgetAnswer(set);
  },
});

export const budgetEndpoints = [listBudgets, getBudget, setBudget];
