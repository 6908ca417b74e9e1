import { DiscordAPIError, RateLimitError } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, errorCodeOf, OTHER_ERROR } from '#adapters/chat/discord/error-codes.ts';
import { outcomeOfError } from '#adapters/chat/discord/outcome-of-error.ts';

const ENDS = ['closed', 'failed'];
const ADDRESS = 'https://discord.com/api/v10/channels/1/messages';

function refusal(code: number, status = 400): DiscordAPIError {
  const body = { body: {}, files: undefined };
  return new DiscordAPIError({ code, message: 'no' }, code, status, 'POST', ADDRESS, body);
}

function limited(retryAfter: number, timeToReset: number): RateLimitError {
  return new RateLimitError({
    global: false,
    hash: 'h',
    limit: 5,
    majorParameter: '1',
    method: 'POST',
    retryAfter,
    route: '/channels/:id/messages',
    scope: 'user',
    sublimitTimeout: 0,
    timeToReset,
    url: ADDRESS,
  });
}

describe('an error code of Discord', () => {
  it.each(Object.entries(ERROR_CODES))('%s ends its way, or waits', (code, { ends }) => {
    const { status } = outcomeOfError(refusal(Number(code)));

    expect(ends === 'wait' ? ['later'] : ENDS).toContain(status);
  });

  it('opens the next way when nobody knows it, whatever its status', () => {
    const code = fc.integer({ min: 0, max: 999_999 }).filter((number) => !Object.hasOwn(ERROR_CODES, number));
    fc.assert(
      fc.property(code, fc.constantFrom(400, 401, 403, 404, 405), (number, status) => {
        expect(errorCodeOf(number)).toBe(OTHER_ERROR);
        expect(outcomeOfError(refusal(number, status)).status).toBe('closed');
      }),
    );
  });

  it('closes all of an account that is gone, and only direct messages where those are closed', () => {
    expect(outcomeOfError(refusal(50278, 403))).toMatchObject({ status: 'closed', ends: 'account' });
    expect(outcomeOfError(refusal(50033))).toMatchObject({ status: 'closed', ends: 'account' });
    expect(outcomeOfError(refusal(50007, 403))).toMatchObject({ status: 'closed', ends: 'direct-messages' });
  });

  it('has no time when Discord blocks our address without one', () => {
    expect(outcomeOfError(limited(0, 50))).toEqual({ status: 'later', reason: expect.any(String) as string });
    expect(outcomeOfError(limited(2_050, 50))).toMatchObject({ retryAfterMs: 2_050 });
    expect(outcomeOfError(limited(0, 5_000))).toMatchObject({ retryAfterMs: 5_000 });
  });
});
