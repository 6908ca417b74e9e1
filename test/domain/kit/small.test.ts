import { describe, expect, it } from 'vitest';
import { AskLater } from '#src/domain/kit/ask-later.ts';
import { LostAnswer } from '#src/domain/kit/lost-answer.ts';
import { minorDigits } from '#src/domain/kit/minor-digits.ts';
import { must } from '#src/domain/kit/must.ts';
import { withPlainTexts } from '#src/domain/kit/plain-texts.ts';
import { growingDelayMs, MAX_LOST, retryDelayMs } from '#src/domain/kit/retry.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import { NotConnected } from '#src/domain/kit/trouble.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';

it('gives what is there, be it nothing much, and says what is missing', () => {
  expect([must(0, 'x'), must('', 'x'), must(false, 'x')]).toEqual([0, '', false]);
  expect(() => must(undefined, 'gift')).toThrow(/^there is no gift$/u);
  expect(() => must(null, 'gift')).toThrow(/^there is no gift$/u);
});

it('keeps what a lost answer came of', () => {
  const cause = new Error('connection terminated');

  expect(new LostAnswer({ cause })).toMatchObject({
    name: 'LostAnswer',
    cause,
    message: 'the database did not say whether it was done',
  });
});

it.each([
  [0, 5_000],
  [1, 10_000],
  [6, 320_000],
  [7, 600_000],
  [MAX_LOST, 600_000],
])('after %i lost answers the next attempt waits %i ms', (attempts, ms) => {
  expect(retryDelayMs(attempts)).toBe(ms);
});

it.each([
  [0, 5_000],
  [9_000, 5_000],
  [20_000, 10_000],
  [1_200_000, 600_000],
  [9_000_000, 600_000],
])('who has waited %i ms waits %i ms more', (waited, ms) => {
  expect(growingDelayMs(waited)).toBe(ms);
});

it('says why a platform could not be asked, and for how long', () => {
  const cause = new Error('429');

  expect(new AskLater('Slack told us to wait', { retryAfterMs: 30_000, cause })).toMatchObject({
    name: 'AskLater',
    message: 'Slack told us to wait',
    retryAfterMs: 30_000,
    cause,
  });
  expect(new AskLater('Slack did not answer').retryAfterMs).toBeUndefined();
});

it('says what keeps us from a platform, and what to do', () => {
  const trouble = { reason: 'Slack refused the token', advice: 'Renew it', needsPerson: true };
  const cause = new Error('invalid_auth');

  expect(new NotConnected(trouble, cause)).toMatchObject({
    name: 'NotConnected',
    message: 'Slack refused the token. Renew it',
    trouble,
    cause,
  });
});

it('counts time in milliseconds', () => {
  expect([MINUTE_MS, HOUR_MS, DAY_MS]).toEqual([60_000, 3_600_000, 86_400_000]);
});

describe('a UUID', () => {
  it.each(['01890a5d-ac96-774b-bcce-b302099a8057', '01890A5D-AC96-774B-BCCE-B302099A8057'])(
    'is %s',
    (text) => {
      expect(isUuid(text)).toBe(true);
    },
  );

  it.each([
    '',
    '01890a5dac96774bbcceb302099a8057',
    'x01890a5d-ac96-774b-bcce-b302099a8057',
    '01890a5d-ac96-774b-bcce-b302099a8057x',
    '01890a5g-ac96-774b-bcce-b302099a8057',
    '01890a5-ac96-774b-bcce-b302099a8057',
    '01890a5d-ac96-774b-b302099a8057',
    '01890a5d-ac96-774-bcce-b302099a8057',
    '01890a5d-ac96-774b-bcce-b302099a805',
    '01890a5d-ac96-774b-bcce-b302099a805z',
    '01890a5d-zc96-774b-bcce-b302099a8057',
  ])('is not %j', (text) => {
    expect(isUuid(text)).toBe(false);
  });
});

it('makes every text one that the database keeps, and leaves all else as it is', () => {
  const half = '\ud83c';

  expect(
    withPlainTexts({ a: 'x\0y', b: [`${half}!`, 1n, null], c: { d: true, e: undefined, f: '🎁' } }),
  ).toEqual({ a: 'xy', b: ['\ufffd!', 1n, null], c: { d: true, e: undefined, f: '🎁' } });
});

it.each([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((one) => [one, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((one) => [one, 3]),
  ...'CLF UYW'.split(' ').map((one) => [one, 4]),
  ...'USD EUR HUF RSD'.split(' ').map((one) => [one, 2]),
] as [string, number][])('%s has %i digits after its point', (currency, digits) => {
  expect(minorDigits(currency)).toBe(digits);
});
