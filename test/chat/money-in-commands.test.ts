import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '#src/chat/commands/commands.ts';
import { readOptions } from '#src/chat/read-options.ts';
import { isNamedBy } from '#src/domain/kit/amount/currency-names.ts';
import { toMinor } from '#src/domain/kit/amount/to-minor.ts';
import { type TypedAmount, toDecimal } from '#src/domain/kit/money.ts';
import type { CommandInput, Mention, TextPiece } from '#src/ports/chat.ts';
import { FORMS, type Meaning, SENTENCES } from '#test/domain/kit/amount/money-forms.ts';

const ALICE: Mention = { kind: 'user', userId: 'U1', label: 'alice' };
const BOB: Mention = { kind: 'user', userId: 'U2', label: 'bob' };

const options = commands.find(({ name }) => name === 'recognize')?.options ?? {};

function read(input: CommandInput) {
  return readOptions(options, input);
}

function typed(...pieces: TextPiece[]) {
  return read({ kind: 'text', pieces });
}

/** What it comes to in a department's currency, as it is decided later. */
function meaningOf(result: ReturnType<typeof read>, currency: string): Meaning | undefined {
  if (!result.ok) {
    const { wrongUse } = result;
    return wrongUse.problem === 'not-an-amount' ? { why: wrongUse.amount.why } : undefined;
  }
  const { amount, currency: given = currency } = result.values.amount as TypedAmount;
  if (!isNamedBy(currency, given)) return { why: 'wrong-currency' };
  const minor = toMinor(amount, currency);
  if (!minor.ok) return { why: minor.problem.why };
  return minor.amountMinor === 0n ? { why: 'zero' } : toDecimal({ ...minor, currency });
}

function inFull(meaning: Meaning, currency: string): Meaning {
  if (typeof meaning !== 'string') return meaning;
  const minor = toMinor(meaning, currency);
  return minor.ok ? toDecimal({ ...minor, currency }) : meaning;
}

describe('an amount behind a person', () => {
  it.each(FORMS)('$typed, where $currency is given', ({ typed: amount, currency, meaning }) => {
    expect(meaningOf(typed(ALICE, ` ${amount}`), currency)).toEqual(inFull(meaning, currency));
  });

  it.each(SENTENCES)('$typed', ({ typed: text, currency, meaning, message }) => {
    const result = typed(ALICE, ` ${text}`);
    const left = result.ok && typeof meaning === 'string' ? result.values.message : undefined;

    expect(meaningOf(result, currency)).toEqual(inFull(meaning, currency));
    expect(left).toBe(message);
  });
});

describe('an amount in a field of its own', () => {
  it.each(FORMS)('$typed, where $currency is given', ({ typed: amount, currency, meaning }) => {
    const values = { to: [ALICE], amount };

    expect(meaningOf(read({ kind: 'options', values }), currency)).toEqual(inFull(meaning, currency));
  });
});

describe('an amount elsewhere', () => {
  it.each<[string, TextPiece[], string | undefined]>([
    ['behind a colon', [ALICE, ': 32 for the launch'], 'the launch'],
    ['behind a colon without a space', [ALICE, ':32 for the launch'], 'the launch'],
    ['behind a comma', [ALICE, ', 32 for the launch'], 'the launch'],
    ['behind a dash', [ALICE, ' – 32 for the launch'], 'the launch'],
    ['behind an arrow', [ALICE, ' → 32 for the launch'], 'the launch'],
    ['on the next line', [ALICE, '\n32\nfor the launch'], 'the launch'],
    ['before the person', ['32 ', ALICE, ' for the launch'], 'the launch'],
    ['before the person, with a currency', ['$32 to ', ALICE, ' for the launch'], 'the launch'],
    ['in a whole sentence', ['give 32 dollars to ', ALICE, ' for the launch'], 'the launch'],
    ['before “for”', ['32 for ', ALICE], undefined],
    ['behind an emoji', ['🎉 ', ALICE, ' 32 for the launch'], 'the launch 🎉'],
    ['behind Slack’s word for an emoji', [':tada: ', ALICE, ' 32'], ':tada:'],
    ['behind what nobody sees', ['\u200b\u2068', ALICE, '\u2069 \u200e32 for the launch'], 'the launch'],
  ])('is read %s', (_, pieces, message) => {
    const result = typed(...pieces);

    expect(meaningOf(result, 'USD')).toBe('32.00');
    expect(result.ok && result.values).toMatchObject({ to: [ALICE] });
    expect(result.ok && result.values.message).toBe(message);
  });

  it.each(['@alice: 32', '@alice, 32', '@alice:32', '@\u200balice 32', '32 @alice', '\u2068@alice\u2069 32'])(
    'is read beside a typed name: %s',
    (text) => {
      const result = typed(text);

      expect(meaningOf(result, 'USD')).toBe('32.00');
      expect(result.ok && result.values.to).toEqual([{ kind: 'name', name: 'alice' }]);
    },
  );

  it.each<[string, TextPiece[]]>([
    ['two amounts', ['32 ', ALICE, ' 33']],
    ['an amount on either side', ['32 ', ALICE, ' $33 for the launch']],
  ])('is refused with %s', (_, pieces) => {
    expect(meaningOf(typed(...pieces), 'USD')).toEqual({ why: 'several-numbers' });
  });
});

describe('an amount for several people', () => {
  it.each(['25 300', '1 000'])('is refused when it may be one for each: %s', (text) => {
    expect(meaningOf(typed(ALICE, ' ', BOB, ` ${text}`), 'USD')).toEqual({ why: 'several-numbers' });
  });

  it('is read when nothing in it is doubtful', () => {
    expect(meaningOf(typed(ALICE, ' ', BOB, ' 1,000 each'), 'USD')).toBe('1000.00');
  });
});

describe('somebody named behind the amount', () => {
  it.each<[string, TextPiece[]]>([
    ['in a row', [ALICE, ' 72 ', BOB, ' 73']],
    ['with an “and”', [ALICE, ' 72 and ', BOB, ' 73']],
    ['with a comma', [ALICE, ' 72, ', BOB, ': $73']],
    ['on two lines', [ALICE, ' 72\n', BOB, ' 73']],
    ['each with a message', [ALICE, ' 72 for lunch\n', BOB, ' 73 for dinner']],
    ['within the message', [ALICE, ' 72 for lunch, ', BOB, ' 1.000 for dinner']],
    ['behind their amount', [ALICE, ' 72 for lunch\n73 for ', BOB]],
  ])('and given an amount too: it is asked, not left out: %s', (_, pieces) => {
    expect(typed(...pieces)).toMatchObject({
      ok: false,
      wrongUse: {
        problem: 'late-recipient',
        amount: { amount: '72' },
        names: 'alice',
        late: { name: '@bob', amount: {} },
      },
    });
  });

  it.each<[string, TextPiece[]]>([
    ['alone', [ALICE, ' 25 ', BOB]],
    ['with an “and”', [ALICE, ' 25 and ', BOB, ' for the launch']],
    ['on the next line', [ALICE, ' 25\n', BOB]],
    ['by a typed name', [ALICE, ' 25 @bob']],
  ])('may be meant too, and is asked about: %s', (_, pieces) => {
    const result = typed(...pieces);

    expect(result).toMatchObject({
      ok: false,
      wrongUse: { problem: 'late-recipient', late: { name: '@bob' } },
    });
  });

  it.each<[string, TextPiece[], string]>([
    ['for what they did', [ALICE, ' 25 for helping ', BOB], 'helping @bob'],
    ['with a count', [ALICE, ' 25 for helping ', BOB, ' 3 times'], 'helping @bob 3 times'],
    ['with a score', [ALICE, ' 25 for beating ', BOB, ' 3-0'], 'beating @bob 3-0'],
    ['with thanks', [ALICE, ' 25 thanks to you and ', BOB], 'thanks to you and @bob'],
  ])('is only mentioned: %s', (_, pieces, message) => {
    const result = typed(...pieces);

    expect(result.ok && result.values).toMatchObject({ to: [ALICE], amount: { amount: '25' }, message });
  });
});

describe('a message', () => {
  it('is refused with its length when it is too long, and never cut', () => {
    const text = 'x'.repeat(3_001);

    expect(typed(ALICE, ' 25 ', text.slice(1))).toMatchObject({
      ok: true,
      values: { message: text.slice(1) },
    });
    expect(typed(ALICE, ' 25 ', text)).toEqual({
      ok: false,
      wrongUse: { problem: 'too-long', length: 3_001, most: 3_000 },
    });
  });
});

const piece = fc.constantFrom(
  ...Array.from("0123456789  ..,,'$€k"),
  ...' x | - |\n|\u00a0|\u200b|: |! |. | and |🎉'.split('|'),
  ...' USD | eur | for | each | thanks| all| try | or | 2nd| years| 000| cents '.split('|'),
);
const texts = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));

describe('what is taken for the message', () => {
  it('is never the rest of an amount: all digits before it count, and it does not begin with one', () => {
    let accepted = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const result = typed(ALICE, ` ${text}`);
        if (!result.ok) return;
        accepted += 1;
        const { amount, message = '' } = result.values as { amount: TypedAmount; message?: string };
        const digits = text.replaceAll(/\D/gu, '');
        expect(amount.amount.replaceAll(/\D/gu, '') + message.replaceAll(/\D/gu, '')).toBe(digits);
        expect(/ for\s/u.test(text) || !/^[^\p{L}\p{N}]*\d/u.test(message)).toBe(true);
        expect(text).not.toMatch(/^\s*\d+ (?:cents|years)(?:\s|$)/u);
        expect(/^\s*\d+ eur\b/u.test(text) ? amount.currency : 'EUR').toBe('EUR');
      }),
      { numRuns: 10_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });
});
