import { codeOf } from '#src/kit/errors.ts';
import { QueueBehindPooler } from './queue-session.ts';

/** What keeps jobs from passing the queue, and what to do. Neither quotes an address or a password. */
export type QueueTrouble = { message: string; fix: string };

/** The beginnings of what Redis answers when it refuses, and what each means. */
const REFUSALS: readonly { begins: RegExp; trouble: QueueTrouble }[] = [
  {
    begins: /^OOM /u,
    trouble: {
      message: 'Redis is full and takes no more jobs',
      fix: 'Raise maxmemory, or remove what else is kept in it',
    },
  },
  {
    begins: /^READONLY/u,
    trouble: { message: 'This Redis can only be read: it is a replica', fix: 'Set REDIS_URL to the primary' },
  },
  {
    begins: /^MISCONF/u,
    trouble: {
      message: 'Redis cannot save its data and takes no more jobs',
      fix: 'Free space on its disk; its log says more',
    },
  },
  {
    begins: /^NOREPLICAS/u,
    trouble: {
      message: 'Redis has too few replicas and takes no more jobs',
      fix: 'Start its replicas, or lower min-replicas-to-write',
    },
  },
  {
    begins: /^(NOAUTH|WRONGPASS|ERR invalid password|ERR AUTH)/u,
    trouble: {
      message: 'Redis refuses the login',
      fix: 'Correct the password in REDIS_URL, as in redis://:password@host:6379',
    },
  },
  {
    begins: /^NOPERM/u,
    trouble: { message: 'Redis forbids a command', fix: 'Give the user in REDIS_URL all commands' },
  },
  {
    begins: /^(LOADING|MASTERDOWN|BUSY)/u,
    trouble: { message: 'Redis is starting or busy', fix: 'Try again in a moment' },
  },
];

const AWAY: Record<'redis' | 'postgres', QueueTrouble> = {
  redis: { message: 'Redis cannot be reached', fix: 'Start Redis, or correct REDIS_URL' },
  postgres: {
    message: 'The queue in Postgres cannot be reached',
    fix: 'Start Postgres, or correct DATABASE_URL',
  },
};

/** Puts into words what the queue's server answered, or that it did not answer. */
export function queueTroubleOf(kind: 'redis' | 'postgres', fault: unknown): QueueTrouble {
  if (fault instanceof QueueBehindPooler) return { message: fault.what, fix: fault.fix };
  const refusal = kind === 'redis' ? findRefusal(fault) : undefined;
  if (refusal) return refusal;
  if (kind === 'postgres' && codeOf(fault) === '42501') {
    return {
      message: 'The user of the queue in Postgres lacks rights in the schema bullmq',
      fix: 'Run: largesse migrate, with the owner in MIGRATION_DATABASE_URL',
    };
  }
  return AWAY[kind];
}

/** What Redis refused, if it answered. */
export function findRefusal(fault: unknown): QueueTrouble | undefined {
  const text = fault instanceof Error ? fault.message : String(fault);
  return REFUSALS.find(({ begins }) => begins.test(text))?.trouble;
}
