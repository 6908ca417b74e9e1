import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { UNUSUAL } from '#src/db/queries/proof/usual-gifts.ts';
import { GLANCES, RULES } from '#src/db/queries/proof/rules.ts';
import { createTestDatabase } from '#test/helpers/database.ts';

/** They look up a few rows, and only where something out of the ordinary happened. */
const ASKING_AGAIN = [
  'every account of somebody with a role that an admin linked while that needed it had the word of a second person',
  'every address of somebody with a role that was changed while that needed it had the word of a second person',
  'every budget and allowance that was raised above the amount had the word of a second person',
  'every gift that was taken back for the organization had a second person’s approval',
  'every merge of records of which one had a role while that needed it had the word of a second person',
  'every order that was placed, taken on, fulfilled, cancelled or refunded is on record as that',
  'every role above employee that somebody gave while roles needed it had the word of a second person',
  'every token over money or people that somebody made while tokens needed it had the word of a second person',
  'what is kept for departments and people may not go below zero, but budgets of departments that had a soft one',
  'what was carried over came from an earlier period of the same department, within what may be carried',
  'what was topped up or moved above the amount had the word of a second person',
];

type Plan = { 'Parent Relationship'?: string; 'Relation Name'?: string; Plans?: Plan[] };

function readsTable({ 'Relation Name': table, Plans: parts = [] }: Plan): boolean {
  return table !== undefined || parts.some(readsTable);
}

function asksAgain(plan: Plan): boolean {
  if (plan['Parent Relationship'] === 'SubPlan') return readsTable(plan);
  return (plan.Plans ?? []).some(asksAgain);
}

it('proves the ledger without asking again for each row, which would never end where there are millions', async () => {
  const { db, drop } = await createTestDatabase();
  onTestFinished(drop);

  const found: string[] = [];
  const glances = Object.entries(GLANCES).map(([name, glance]): [string, string] => [
    `a glance at: ${name}`,
    glance(1n),
  ]);
  const queries: Record<string, string> = { ...RULES, ...UNUSUAL, ...Object.fromEntries(glances) };
  for (const [name, rule] of Object.entries(queries)) {
    const { rows } = await sql<{
      'QUERY PLAN': [{ Plan: Plan }];
    }>`explain (format json) ${sql.raw(rule)}`.execute(db);
    if (rows.some((row) => asksAgain(row['QUERY PLAN'][0].Plan))) found.push(name);
  }

  expect(found.toSorted((a, b) => a.localeCompare(b))).toEqual(ASKING_AGAIN);
});
