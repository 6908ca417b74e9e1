import { sql } from 'kysely';
import { afterAll, onTestFinished } from 'vitest';
import type { LedgerCheck } from '#src/db/queries/proof/verify-ledger.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { createDatabaseCopies, type Fill } from '#test/helpers/database.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';

/** Ledgers that all begin alike, for the tests of one file that each alter one. */
export type TamperedLedgers = {
  /** The next one, for its owner, removed after its test. */
  open(): Promise<Db>;
  /** Every rule that the next one breaks after a statement has altered it. */
  breaksOf(statement: string): Promise<LedgerCheck[]>;
  /** Their names alone. */
  brokenBy(statement: string): Promise<string[]>;
};

/** `fill` is run once for the file. */
export function createLedgers(fill: Fill): TamperedLedgers {
  const copies = createDatabaseCopies(fill);
  afterAll(copies.drop);

  async function open(): Promise<Db> {
    const database = await copies.create();
    onTestFinished(database.drop);
    return database.owner;
  }
  async function breaksOf(statement: string): Promise<LedgerCheck[]> {
    const db = await open();
    await tamper(db, statement);
    return breaksIn(db);
  }
  return {
    open,
    breaksOf,
    brokenBy: async (statement) => (await breaksOf(statement)).map(({ name }) => name),
  };
}

/** Alters rows as a person does who may switch the guards off. */
export async function tamper(db: Db, statement: string): Promise<void> {
  await pastGuards(db, (tx) => sql.raw(statement).execute(tx));
}

/** @throws when the proof holds in spite of a broken rule, or shows no row of one. */
export async function breaksIn(db: Db): Promise<LedgerCheck[]> {
  const { ok, checks } = await verifyLedger(db);
  const broken = checks.filter((check) => !check.ok);
  if (ok !== (broken.length === 0)) throw new Error(`the proof is ${ok}, with ${broken.length} broken rules`);
  for (const check of broken) if (check.broken.length === 0) throw new Error(`no row of: ${check.name}`);
  return broken;
}
