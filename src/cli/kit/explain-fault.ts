import pg from 'pg';
import { codeOf } from '#src/kit/errors.ts';

/** What is wrong with a database, in words, and how to fix it. */
export type DatabaseTrouble = { message: string; fix: string };

/** Describes a fault in one line for people. The stack is shown with `LOG_LEVEL=debug`. */
export function explainFault(fault: unknown): string {
  const trouble = databaseTrouble(fault);
  if (trouble) return `${trouble.message} ${trouble.fix}`;
  if (!(fault instanceof Error)) return String(fault);
  const { cause: under } = fault;
  const isTelling = under instanceof Error && (under instanceof pg.DatabaseError || isOfMigrations(under));
  const cause = isTelling ? `: ${reasonOf(under)}` : '';
  return `${reasonOf(fault)}${cause}`.replaceAll(/\s*\n\s*/gu, ' ');
}

/** Distinguishes the ways in which a database can be unreachable; undefined for any other fault. */
export function databaseTrouble(fault: unknown): DatabaseTrouble | undefined {
  const code = codeOf(fault);
  if (fault instanceof pg.DatabaseError) return refusedByServer(fault, code);
  if (!(fault instanceof Error)) return undefined;
  if (/password must be a (non-empty )?string/u.test(fault.message)) return NO_PASSWORD;
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

const NO_PASSWORD: DatabaseTrouble = {
  message: 'The database wants a password, and DATABASE_URL has none.',
  fix: 'Write it after the user, as in postgres://user:password@host/database, with # / ? @ % as %23 %2F %3F %40 %25.',
};

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
        message: 'The database has no connections left.',
        fix: 'Raise max_connections, or run fewer processes.',
      };
    case '57P03':
      return { message: 'The database is starting or stopping.', fix: 'Try again in a moment.' };
    case '42501':
      return {
        message: `The database forbids it: ${fault.message}.`,
        fix: 'Run: largesse migrate, as the owner of the tables. It grants the user in DATABASE_URL what is missing.',
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

/** Kysely's own error: our migration files are not the ones the database was migrated with. */
function isOfMigrations(fault: Error): boolean {
  return fault.message.startsWith('corrupted migrations');
}

/** Node tries each address of a host and then reports no message of its own, so we use the first attempt's. */
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
