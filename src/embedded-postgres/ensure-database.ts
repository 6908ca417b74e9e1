import type { Client } from 'pg';
import { codeOf } from '#src/kit/errors.ts';

/** Makes a database if there is none. Two processes may do so at once: one of them is refused, and looks again. */
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
