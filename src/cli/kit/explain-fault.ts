import pg from 'pg';
import { codeOf } from '#src/kit/errors.ts';

/** What is wrong with a database, in words, and what to do about it. */
export type DatabaseTrouble = { message: string; fix: string };

/** Puts a fault into one line for people. The stack is for `LOG_LEVEL=debug`. */
export function explainFault(fault: unknown): string {
  const trouble = databaseTrouble(fault);
  if (trouble) return `${trouble.message} ${trouble.fix}`;
  if (!(fault instanceof Error)) return String(fault);
  const { cause: under } = fault;
  const isTelling = under instanceof Error && (under instanceof pg.DatabaseError || isOfMigrations(under));
  const cause = isTelling ? `: ${reasonOf(under)}` : '';
  return `${reasonOf(fault)}${cause}`.replaceAll(/\s*\n\s*/gu, ' ');
}

/** Tells the ways apart in which a database cannot be reached; undefined when the fault is another one. */
export function databaseTrouble(fault: unknown): DatabaseTrouble | undefined {
  const code = codeOf(fault);
  if (fault instanceof pg.DatabaseError) return refusedByServer(fault, code);
  if (!(fault instanceof Error)) return undefined;
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        message: `The host of the database is unknown: ${hostOf(fault)}.`,
        fix: 'Correct the host in DATABASE_URL.',
      };
    case 'ECONNREFUSED':
      return {
        message: `No database answers at ${addressOf(fault)}.`,
        fix: 'Start Postgres, or correct host and port in DATABASE_URL.',
      };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ECONNRESET':
      return unreachable(`${code} at ${addressOf(fault)}`);
    default:
      if (/timeout|connection terminated/iu.test(fault.message)) return unreachable(fault.message);
      if (/SSL|certificate/u.test(fault.message)) return badTls(fault.message);
      return undefined;
  }
}

function refusedByServer(fault: pg.DatabaseError, code: string | undefined): DatabaseTrouble | undefined {
  switch (code) {
    case '28P01':
    case '28000':
      return {
        message: `The database refuses the login: ${fault.message}.`,
        fix: 'Correct user and password in DATABASE_URL.',
      };
    case '3D000':
      return {
        message: `There is no such database: ${fault.message}.`,
        fix: 'Make it with createdb, or correct the name in DATABASE_URL.',
      };
    case '53300':
      return {
        message: 'The database has no connection left.',
        fix: 'Raise max_connections, or let fewer processes run.',
      };
    case '57P03':
      return { message: 'The database is just starting or stopping.', fix: 'Try again in a moment.' };
    case '42501':
      return {
        message: `The database forbids it: ${fault.message}.`,
        fix: 'Grant the user of DATABASE_URL what is missing.',
      };
    default:
      return undefined;
  }
}

function unreachable(why: string): DatabaseTrouble {
  return {
    message: `The database cannot be reached: ${why}.`,
    fix: 'Check DATABASE_URL, the network and firewalls.',
  };
}

function badTls(why: string): DatabaseTrouble {
  return {
    message: `No encrypted connection to the database: ${why}.`,
    fix: 'Set sslmode in DATABASE_URL as the server needs it, such as ?sslmode=require or ?sslmode=disable.',
  };
}

/** Kysely's own: the files here are not those that the database was brought up with. */
function isOfMigrations(fault: Error): boolean {
  return fault.message.startsWith('corrupted migrations');
}

/** Node tries each address of a host and then says nothing itself: the first try's words stand for all. */
function reasonOf(fault: Error): string {
  if (fault.message) return fault.message;
  const [first] = fault instanceof AggregateError ? (fault.errors as unknown[]) : [];
  return first instanceof Error ? first.message : fault.name;
}

function hostOf(fault: Error): string {
  return 'hostname' in fault ? String(fault.hostname) : fault.message;
}

function addressOf(fault: Error): string {
  const [first] = fault instanceof AggregateError ? (fault.errors as unknown[]) : [fault];
  const isAddressed = first instanceof Error && 'address' in first && 'port' in first;
  return isAddressed ? `${String(first.address)}:${String(first.port)}` : 'the address in DATABASE_URL';
}
