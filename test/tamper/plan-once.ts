import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';

type Query = (text: unknown, values?: unknown, ...rest: unknown[]) => unknown;
type Read = { text: string; values: readonly unknown[] };

/**
 * Lets Postgres plan what a proof reads once for a connection, while the tests of a file run. Each of them proves anew, and to plan takes
 * several times as long as to read a small ledger.
 */
export function planReadsOnce(): void {
  const client = Client.prototype as unknown as { query: Query };
  const { query } = client;
  const askedBefore = new Set<string>();
  beforeAll(() => {
    client.query = function queryNamed(text, values, ...rest) {
      if (!isRead(text)) return query.call(this, text, values, ...rest);
      const read = withSeedAsValue(text, Array.isArray(values) ? values : []);
      const name = nameOf(read.text);
      if (askedBefore.has(name)) return query.call(this, { name, ...read }, ...rest);
      askedBefore.add(name);
      return query.call(this, text, values, ...rest);
    };
  });
  afterAll(() => {
    client.query = query;
  });
}

function isRead(text: unknown): text is string {
  return typeof text === 'string' && /^\s*(?:with|select)\s/u.test(text);
}

/** Some rules are asked by another random number each time, as part of their text: as a value, it leaves the text the same. */
function withSeedAsValue(text: string, values: readonly unknown[]): Read {
  const seed = /'(-?\d{15,19})'::bigint/u.exec(text)?.[1];
  if (seed === undefined) return { text, values };
  return {
    text: text.replaceAll(`'${seed}'::bigint`, `$${values.length + 1}::bigint`),
    values: [...values, seed],
  };
}

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
