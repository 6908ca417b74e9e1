import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '#adapters/chat/slack/error-codes.ts';
import { outcomeOfSlackError, outcomeOfStatus } from '#adapters/chat/slack/send-outcome.ts';
import { errorCodeIn, OTHER_ERROR } from '#src/ports/error-codes.ts';
import { findSpec } from '#test/servers/published-specs.ts';

const methods = findSpec('slackMethods');

/** Whether a way has ended, so that the next one is tried, or is tried again itself. */
const ENDS = ['closed', 'failed'];
const STAYS = ['later', 'unknown'];

function codesOf(folder: string, method: string): string[] {
  const { errors = {} } = JSON.parse(readFileSync(join(folder, method), 'utf8')) as { errors?: object };
  return Object.keys(errors);
}

describe('an error code of Slack', () => {
  it.skipIf(!methods)(
    'has a row when a message may meet it (skipped where Slack’s descriptions are not at hand)',
    () => {
      const codes = codesOf(methods ?? '', 'chat.postMessage.json');

      expect(codes.length).toBeGreaterThan(20);
      expect(codes.filter((code) => !Object.hasOwn(ERROR_CODES, code))).toEqual([]);
    },
  );

  it.skipIf(!methods)(
    'opens the next way or has a row that says why not, in every method (skipped where Slack’s descriptions are not at hand)',
    () => {
      const folder = methods ?? '';
      const codes = new Set(readdirSync(folder).flatMap((method) => codesOf(folder, method)));

      const waiting = [...codes].filter((code) => !ENDS.includes(outcomeOfSlackError(code).status));
      expect(codes.size).toBeGreaterThan(100);
      expect(
        waiting.filter((code) => !['wait', 'unsure'].includes(errorCodeIn(ERROR_CODES, code).ends)),
      ).toEqual([]);
    },
  );

  it('opens the next way when nobody knows it', () => {
    const code = fc
      .stringMatching(/^[a-z][a-z0-9_]{2,40}$/)
      .filter((text) => !Object.hasOwn(ERROR_CODES, text));
    fc.assert(
      fc.property(code, (text) => {
        expect(errorCodeIn(ERROR_CODES, text)).toBe(OTHER_ERROR);
        expect(outcomeOfSlackError(text).status).toBe('closed');
      }),
    );
    expect(outcomeOfSlackError('constructor').status).toBe('closed');
  });

  it.each(Object.entries(ERROR_CODES))('%s ends its way, or is tried again', (code, { ends }) => {
    const { status } = outcomeOfSlackError(code);

    expect(ends === 'wait' || ends === 'unsure' ? STAYS : ENDS).toContain(status);
  });

  it('opens the next way for every status that refuses', () => {
    for (let status = 400; status < 500; status += 1) {
      const isRetried = status === 408 || status === 429;
      expect(isRetried ? STAYS : ENDS).toContain(outcomeOfStatus(status, null).status);
    }
  });
});
