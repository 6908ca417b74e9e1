import { Redis } from 'ioredis';
import type pg from 'pg';
import type { Finding } from '#src/ports/doctor.ts';
import type { Log } from '#src/ports/log.ts';
import { findSchemaVersions, type QueueConfig } from './queue.ts';
import { connectToQueue, QueueBehindPooler } from './queue-session.ts';
import { findRefusal } from './queue-trouble.ts';
import { tryQueue } from './try-queue.ts';

const TIMEOUT_MS = 3000;
const SUBJECT = 'queue';

/**
 * Checks the queue's server for `largesse doctor`, and sends a job through the queue where there is nothing against it.
 * Never throws, and takes some seconds at most.
 */
export async function checkQueue(config: Pick<QueueConfig, 'kind' | 'url'>, log: Log): Promise<Finding[]> {
  const found = config.kind === 'redis' ? await checkRedis(config.url) : await checkPostgres(config.url);
  if (found.some(({ level }) => level === 'problem')) return found;
  return [...found, await tryQueue(config, log)];
}

async function checkRedis(url: string): Promise<Finding[]> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: null,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
  });
  let lastFault: unknown;
  client.on('error', (fault) => {
    lastFault = fault;
  });
  try {
    await client.connect();
    return judgeRedis(readInfo(await client.info()), await findSaveSetting(client));
  } catch (fault) {
    const refusal = findRefusal(fault) ?? findRefusal(lastFault);
    if (refusal) return [problem(`${refusal.message}.`, `${refusal.fix}.`)];
    return [unreachable('Redis', lastFault ?? fault, 'Start Redis, or correct REDIS_URL.')];
  } finally {
    client.disconnect();
  }
}

type Info = ReadonlyMap<string, string>;

function readInfo(text: string): Info {
  return new Map(text.split(/\r?\n/).flatMap((line) => (line.includes(':') ? [pairOf(line)] : [])));
}

function pairOf(line: string): [string, string] {
  const at = line.indexOf(':');
  return [line.slice(0, at), line.slice(at + 1)];
}

/** The snapshot schedule; undefined where CONFIG is forbidden, as with many hosts. */
async function findSaveSetting(client: Redis): Promise<string | undefined> {
  try {
    const [, setting] = (await client.config('GET', 'save')) as string[];
    return setting;
  } catch {
    return undefined;
  }
}

function judgeRedis(info: Info, save: string | undefined): Finding[] {
  const findings = [
    judgeVersion(info),
    judgeCluster(info),
    judgeEviction(info),
    judgePersistence(info, save),
  ];
  const bad = findings.filter((finding) => finding !== undefined);
  const version = info.get('redis_version') ?? 'of an unknown version';
  return [{ subject: SUBJECT, level: 'ok', message: `Redis ${version} answers.` }, ...bad];
}

function judgeVersion(info: Info): Finding | undefined {
  const [major = 0, minor = 0] = (info.get('redis_version') ?? '').split('.').map(Number);
  if (major > 6 || (major === 6 && minor >= 2)) return undefined;
  return problem(`Redis ${major}.${minor} is too old.`, 'Use Redis 6.2 or later, or Valkey.');
}

function judgeCluster(info: Info): Finding | undefined {
  if (info.get('cluster_enabled') !== '1') return undefined;
  return problem(
    'This is a node of a Redis Cluster, which Largesse does not speak to.',
    'Use a Redis without cluster mode.',
  );
}

/** @see https://docs.bullmq.io/guide/going-to-production: any other policy lets Redis drop parts of a job. */
function judgeEviction(info: Info): Finding | undefined {
  const policy = info.get('maxmemory_policy');
  if (policy === undefined || policy === 'noeviction') return undefined;
  return problem(
    `Redis may drop jobs when its memory is full: maxmemory-policy is ${policy}.`,
    'Set `maxmemory-policy noeviction`.',
  );
}

function judgePersistence(info: Info, save: string | undefined): Finding | undefined {
  if (info.get('aof_enabled') === '1' || save !== '') return undefined;
  return {
    subject: SUBJECT,
    level: 'warning',
    message:
      'Redis keeps nothing over a restart. No gift is lost, because the database knows what is to be done, but it is done only when the sweep has found it.',
    fix: 'Set `appendonly yes`.',
  };
}

async function checkPostgres(url: string): Promise<Finding[]> {
  let client: pg.Client | undefined;
  try {
    client = await connectToQueue(url, TIMEOUT_MS);
    const { installed, wanted } = await findSchemaVersions(client);
    if (installed >= wanted)
      return [{ subject: SUBJECT, level: 'ok', message: `Postgres holds the queue (version ${installed}).` }];
    return [
      problem(
        installed === 0
          ? 'The database has no tables for the queue yet.'
          : `The queue's tables are at version ${installed} of ${wanted}.`,
        'Run: largesse migrate',
      ),
    ];
  } catch (fault) {
    if (fault instanceof QueueBehindPooler) return [problem(`${fault.what}.`, `${fault.fix}.`)];
    return [unreachable('The queue in Postgres', fault, 'Start Postgres, or correct DATABASE_URL.')];
  } finally {
    await client?.end();
  }
}

function unreachable(what: string, fault: unknown, fix: string): Finding {
  return problem(
    `${what} cannot be used: ${fault instanceof Error ? fault.message || fault.name : String(fault)}`,
    fix,
  );
}

function problem(message: string, fix: string): Finding {
  return { subject: SUBJECT, level: 'problem', message, fix };
}
