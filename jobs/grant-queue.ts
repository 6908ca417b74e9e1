import type pg from 'pg';
import { connectToQueue, SCHEMA } from './queue-session.ts';

/** BullMQ makes a sequence for each queue and temporary tables for each batch: these two acts are the owner's. */
const MAKES_TABLES = `pronamespace = '${SCHEMA}'::regnamespace and prosrc ~* '\\mcreate\\s+(temp|temporary|sequence)\\M'`;

const HAS_ALL = `
  select has_schema_privilege($1, '${SCHEMA}', 'usage') and not has_schema_privilege($1, '${SCHEMA}', 'create')
     and not exists (
       select from pg_class
        where relnamespace = '${SCHEMA}'::regnamespace and relkind in ('r', 'p')
          and (relname = 'migration') = has_table_privilege($1, oid, 'insert'))
     and not exists (
       select from pg_class
        where relnamespace = '${SCHEMA}'::regnamespace and relkind in ('r', 'p')
          and not has_table_privilege($1, oid, 'select'))
     and not exists (select from pg_proc where ${MAKES_TABLES} and not prosecdef) as has`;

/** As the owner of the queue's tables: gives a role what working with the queue takes. The role may create nothing. */
export async function grantQueue(ownerUrl: string, role: string): Promise<void> {
  const client = await connectToQueue(ownerUrl);
  try {
    const { rows } = await client.query<{ has: boolean }>(HAS_ALL, [role]);
    if (!rows[0]?.has) await grant(client, role);
  } finally {
    await client.end();
  }
}

async function grant(client: pg.Client, role: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  const { rows } = await client.query<{ signature: string }>(
    `select oid::regprocedure::text as signature from pg_proc where ${MAKES_TABLES}`,
  );
  // Temporary tables come last, so that none can stand in for one of the queue's.
  const owners = rows.map(
    ({ signature }) => `alter function ${signature} security definer set search_path = ${SCHEMA}, pg_temp;`,
  );
  await client.query(`
    begin;
    ${owners.join('\n')}
    revoke create on schema ${SCHEMA} from public, ${name};
    grant usage on schema ${SCHEMA} to ${name};
    revoke all on all tables in schema ${SCHEMA} from public, ${name};
    grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${name};
    revoke insert, update, delete on table ${SCHEMA}.migration from ${name};
    grant select, usage on all sequences in schema ${SCHEMA} to ${name};
    revoke execute on all functions in schema ${SCHEMA} from public;
    grant execute on all functions in schema ${SCHEMA} to ${name};
    commit`);
}
