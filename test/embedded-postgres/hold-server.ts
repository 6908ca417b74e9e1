import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import {
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '#src/embedded-postgres/embedded-postgres.ts';
import { silentLog } from '../helpers/silent-log.ts';

/** A process that starts the embedded Postgres, obeys one word a line and tells each outcome as a line of JSON. */
const options: Omit<EmbeddedPostgresOptions, 'log'> = JSON.parse(process.argv[2] ?? '{}');
const logged: string[] = [];

function tell(fact: object): void {
  console.log(JSON.stringify({ ...fact, logged }));
}

function note(_fields: object, message: string): void {
  logged.push(message);
}

async function ask(url: string, query: string): Promise<unknown> {
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query(query);
  await client.end();
  return rows;
}

async function hold(): Promise<void> {
  const startedAt = Date.now();
  const postgres = await startEmbeddedPostgres({
    ...options,
    log: { ...silentLog, info: note, warn: note, error: note },
  });
  const tookMs = Date.now() - startedAt;
  process.once(
    'SIGINT',
    () => void ask(postgres.ownerUrl, 'select 1').then((rows) => tell({ atInterrupt: rows })),
  );
  tell({ url: postgres.ownerUrl, isOwner: postgres.isOwner, tookMs });

  const lines = createInterface({ input: process.stdin });
  lines.on('line', (word) => {
    if (word === 'tell') tell({ isOwner: postgres.isOwner });
    if (word === 'stop') lines.close();
  });
  await once(lines, 'close');
  process.stdin.destroy();
  await postgres.stop();
  tell({ stopped: true });
}

try {
  await hold();
} catch (fault) {
  tell({ error: String(fault) });
  process.stdin.destroy();
}
