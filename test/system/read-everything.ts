import { Redis } from 'ioredis';
import { Client } from 'pg';

/** All that a Redis holds, each key with its value, whatever its type. */
export async function readRedis(url: string): Promise<string> {
  const client = new Redis(url);
  try {
    const keys = await client.keys('*');
    const values = await Promise.all(keys.map(async (key) => [key, await readKey(client, key)]));
    return JSON.stringify(values, undefined, 1);
  } finally {
    client.disconnect();
  }
}

async function readKey(client: Redis, key: string): Promise<unknown> {
  const type = await client.type(key);
  switch (type) {
    case 'string':
      return client.get(key);
    case 'hash':
      return client.hgetall(key);
    case 'list':
      return client.lrange(key, 0, -1);
    case 'set':
      return client.smembers(key);
    case 'zset':
      return client.zrange(key, '0', '-1', 'WITHSCORES');
    case 'stream':
      return client.xrange(key, '-', '+');
    case 'none':
      return undefined;
    default:
      throw new Error(`the key ${key} is a ${type}, which nobody looked into`);
  }
}

/** Every row of every table, in the schemas that `schemas` names or in all that are not Postgres's own. */
export async function readDatabase(url: string, schemas?: readonly string[]): Promise<string> {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname <> 'information_schema' and schemaname not like 'pg\\_%'
          and ($1::text[] is null or schemaname = any ($1)) order by 1`,
      [schemas ?? null],
    );
    const dumps: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(`select t::text as line from ${name} t`);
      dumps.push(`-- ${name}`, ...rows.map(({ line }) => line));
    }
    return dumps.join('\n');
  } finally {
    await client.end();
  }
}

/** The forms in which a code could lie around: with and without dashes, as bytes in hex and in base64. */
export function formsOf(code: string): string[] {
  const plain = code.replaceAll('-', '');
  const texts = [code, plain, code.toLowerCase(), plain.toLowerCase()];
  const bytes = texts.map((text) => Buffer.from(text));
  // Without the last characters, which depend on what follows.
  const base64 = bytes.map((each) => each.toString('base64').replace(/.{0,2}={0,2}$/u, ''));
  return [...texts, ...bytes.map((each) => each.toString('hex')), ...base64];
}

/** Those of `secrets` that stand in a text, in any case. */
export function findSecrets(text: string, secrets: readonly string[]): string[] {
  const haystack = text.toLowerCase();
  return secrets.filter((secret) => haystack.includes(secret.toLowerCase()));
}
