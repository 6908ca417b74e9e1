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
  'Chat platform is not connected: a person must act': 'change the setting that it names, then restart',
  'Could not take in what a chat platform told': 'find the fault: the event does not come again',
  'Chat event failed': 'find the fault: somebody was shown its id',
  'Command failed': 'find the fault: somebody was shown its id',
  'Discord event could not be handled': 'find the fault: the event does not come again',
  'Embedded Postgres does not answer: start Largesse again': 'start Largesse again',
  'Embedded Postgres has ended: start Largesse again': 'start Largesse again',
  'Job failed for good and is kept as a failed job': 'mend the cause, then `largesse jobs retry`',
  'Request failed': 'find the fault: somebody was shown its id',
  'Slack request failed': 'find the fault: somebody got no answer',
  'Something failed where nobody expected it, and was dropped': 'find the fault: it may come again',
  'Slack command or button press failed': 'find the fault: somebody got no answer',
};

/** Where somebody else's message is passed on. */
const PASSED_ON = ['src/db/kit/transact.ts', 'src/db/ledger/log-activities.ts', 'jobs/throttled-warning.ts'];

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
