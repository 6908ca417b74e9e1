import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Node, parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { listSources, ROOT } from '#test/helpers/read-imports.ts';

/** A call of the log as it is written: the names of its fields, and its message, where that is a plain text. */
type Call = { file: string; level: string; fields: string[]; message: string | undefined };

const LEVELS = ['debug', 'info', 'warn', 'error'];

/** What is logged as an error, and what a person must do about it. */
const ERRORS: Record<string, string> = {
  'A chat account was not linked: its row was changed past Largesse; see: largesse audit verify':
    'find out who changed the database by hand',
  'A code or a row could not be read: this process lacks a key': 'give every process the same ring',
  'A decision was refused: its row was changed past Largesse; see: largesse audit verify':
    'find out who changed the database by hand',
  'A checkout was changed past Largesse, so nothing was done with it; see: largesse audit verify':
    'find out who changed the database by hand',
  'Another payment method refused what it had agreed to; settle it there by hand':
    'settle it at the provider, whose books differ from ours',
  'Another payment method still gives no usable answer; look whether it works':
    'find out why the provider does not answer: money may be held there',
  'A closing was changed past Largesse, so nothing was done; see: largesse audit verify':
    'find out who changed the database by hand',
  'A link from a mail was refused: it was made past Largesse; see: largesse audit verify':
    'find out who changed the database by hand',
  'A link to sign in was refused: it was made or changed past Largesse; see: largesse audit verify':
    'find out who changed the database by hand',
  'A second factor was not believed: its row was changed past Largesse; see: largesse audit verify':
    'find out who changed the database by hand',
  'A picture could not be drawn': 'find the fault: whoever asked has the figures alone',
  'Somebody was not erased: the record is not as Largesse wrote it':
    'find out who changed the database by hand',
  'A file broke off while it was sent': 'find the fault: whoever downloads it has half a file',
  'API request failed': 'find the fault: a program was told its id',
  'SCIM request failed': 'find the fault: a directory was told its id',
  'An API token was refused: it was made or changed past Largesse; see: largesse audit verify':
    'find out who changed the database by hand',
  'A session was refused: it was made or changed past Largesse; see: largesse audit verify':
    'find out who changed the database by hand',
  'A wallet was changed past Largesse, so nothing was done with it; see: largesse audit verify':
    'find out who changed the database by hand',
  'Promotional credit was changed past Largesse, so nothing was done with it; see: largesse audit verify':
    'find out who changed the database by hand',
  'The identity provider cannot be asked: check OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET':
    'mend the settings, or the provider',
  'An invitation of a workspace was refused: it was made past Largesse; see: largesse audit verify':
    'find out who changed the database by hand',
  'Gifts were changed past Largesse, so nothing was done with them; see: largesse audit verify':
    'find out who changed the database by hand',
  'Keys were not taken over from their file; the old ones stay': 'mend the file that it names',
  'The keys of this process are no longer those of the database': 'give every process the same ring',
  'Ledger not sealed: this process lacks a key': 'give every process the same ring',
  'No link to decide was mailed to somebody who was changed past Largesse; see: largesse audit verify':
    'find out who changed the database by hand',
  'Refused requests that were put in or changed past Largesse; see: largesse audit verify':
    'find out who changed the database by hand',
  'This process lacks keys that others write with: give it the same ring': 'give every process the same ring',
  'Chat platform is not connected: a person must act': 'change the setting that it names, then restart',
  'Could not take in what a chat platform told': 'find the fault: the event does not come again',
  'Chat event failed': 'find the fault: somebody was shown its id',
  'Amazon made another card than the one to be shown':
    'cancel the card that it names within a quarter of an hour, and find out why it was asked for',
  'A provider refuses to show what it sold: look at its account':
    'ask the provider what became of what it sold',
  'A provider does not sell to us at the moment: see its account': 'add funds there, or ask the provider',
  'A reward was bought for an order that is over; have its provider take it back':
    'ask the provider to cancel the purchase, and find out who ended the order meanwhile',
  'An order was changed past Largesse, so nothing was done with it; see: largesse audit verify':
    'find out who changed the database by hand',
  'No answer about a purchase: look at the provider': 'ask the provider what became of the purchase',
  'Purchases do not match ours; see: largesse rewards reconcile':
    'find out who bought them, or why we forgot them',
  'Command failed': 'find the fault: somebody was shown its id',
  'Discord event could not be handled': 'find the fault: the event does not come again',
  'Embedded Postgres does not answer: start Largesse again': 'start Largesse again',
  'Embedded Postgres has ended: start Largesse again': 'start Largesse again',
  'Job failed for good and is kept as a failed job': 'mend the cause, then `largesse jobs retry`',
  'Request failed': 'find the fault: somebody was shown its id',
  'Slack request failed': 'find the fault: somebody got no answer',
  'The books do not hold; see: largesse audit verify': 'find out who changed the database by hand',
  'The record was changed by hand': 'find out who changed the database by hand',
  'Unhandled error dropped': 'find the fault: it may come again',
  'Slack command or button press failed': 'find the fault: somebody got no answer',
};

/** Where somebody else's message is passed on. */
const PASSED_ON = [
  'src/db/kit/transact.ts',
  'src/db/ledger/log-activities.ts',
  'jobs/report-failures.ts',
  'jobs/throttled-warning.ts',
];

const calls = ['src', 'adapters', 'jobs'].flatMap(listSources).flatMap(callsIn);

function callsIn(file: string): Call[] {
  const found: Call[] = [];
  new Visitor({
    CallExpression({ callee, arguments: [fields, message] }) {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      const level = callee.property.name;
      if (!LEVELS.includes(level) || !isLog(callee.object)) return;
      const text = message?.type === 'Literal' ? String(message.value) : undefined;
      found.push({ file, level, fields: namesIn(fields), message: text });
    },
  }).visit(parseSync(file, readFileSync(join(ROOT, file), 'utf8')).program);
  return found;
}

/** `log`, `deps.log`, `jobLog`, and the one that the command line has opened. */
function isLog(node: Node): boolean {
  if (node.type === 'MemberExpression') return isLog(node.property);
  return node.type === 'Identifier' && /^(?:log|\w+Log|opened)$/u.test(node.name);
}

function namesIn(fields: Node | undefined): string[] {
  if (fields?.type !== 'ObjectExpression') return [];
  return fields.properties.flatMap((one) =>
    one.type === 'Property' && one.key.type === 'Identifier' ? [one.key.name] : [],
  );
}

describe('the log', () => {
  it('is called in these places', () => {
    expect(calls.length).toBeGreaterThan(50);
  });

  it('has errors only where a person must act, and none for what is tried again', () => {
    const errors = calls.filter(({ level }) => level === 'error').map(({ message }) => message);

    expect(new Set(errors)).toEqual(new Set(Object.keys(ERRORS)));
  });

  it('has what went wrong in the field `err`', () => {
    expect(calls.filter(({ fields }) => fields.includes('error'))).toEqual([]);
  });

  it('has static messages that begin like a sentence', () => {
    const odd = calls.filter(({ message }) => !/^[A-Z]/u.test(message ?? ''));

    expect(odd.map(({ file }) => file).filter((file) => !PASSED_ON.includes(file))).toEqual([]);
  });
});
