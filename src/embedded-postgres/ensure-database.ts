import type { Client } from 'pg';
import { codeOf } from '#src/kit/errors.ts';

/** Creates a database if it is missing. If two processes race, one is refused and looks again. */
export async function ensureDatabase(client: Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
  if (rowCount) return;
  try {
    await client.query(`create database ${name}`);
  } catch (fault) {
    const isTaken = ['42P04', '23505', '55006'].includes(codeOf(fault) ?? '');
    if (!isTaken) throw fault;
    await ensureDatabase(client, name);
  }
}
