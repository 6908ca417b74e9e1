import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';

type Query = (text: unknown, values?: unknown, ...rest: unknown[]) => unknown;

/**
 * Lets Postgres plan the rules of the proof once for a connection, while the tests of a file run. Each of them checks all rules anew,
 * and to plan a rule takes several times as long as to check it on a small ledger.
 */
export function planRulesOnce(): void {
  const client = Client.prototype as unknown as { query: Query };
  const { query } = client;
  // Some rules are asked by another random number each time: a plan that is kept would never be used.
  const askedBefore = new Set<string>();
  beforeAll(() => {
    client.query = function queryNamed(text, values, ...rest) {
      const name = isRule(text) ? nameOf(text) : undefined;
      if (name && askedBefore.has(name)) return query.call(this, { name, text, values }, ...rest);
      if (name) askedBefore.add(name);
      return query.call(this, text, values, ...rest);
    };
  });
  afterAll(() => {
    client.query = query;
  });
}

function isRule(text: unknown): text is string {
  return typeof text === 'string' && text.trimStart().startsWith('with found as materialized');
}

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
