import { describe, expect, it } from 'vitest';
import { guardCard } from '#src/chat/cards/guard-card.ts';
import { CLOSING_WAYS } from '#src/domain/wallet/closing.ts';
import { MEASURES, VELOCITY_RULE_NAMES } from '#src/domain/wallet/velocity.ts';
import { createWords } from '#src/words/words.ts';

const words = createWords();
const money = { amountMinor: '2500', currency: 'USD' };

function textOf(...args: Parameters<typeof guardCard>): string {
  return guardCard(...args)
    .blocks.map((block) => ('text' in block ? block.text : ''))
    .join('\n');
}

describe('what the guard tells', () => {
  it('is another sentence for each rule and each measure', () => {
    const told = VELOCITY_RULE_NAMES.flatMap((rule) =>
      MEASURES.map((measure) => {
        const detail = { name: 'Alice Ito', rule, found: 7, limit: 5, measure, day: '2026-11-29' };
        return textOf(words, { kind: 'guard.fired', detail });
      }),
    );

    expect(new Set(told).size).toBe(VELOCITY_RULE_NAMES.length * MEASURES.length);
    expect(told[0]).toBe(
      'Alice Ito: 7 redemptions in an hour, above 5.\nIt was done. Look whether that is right.',
    );
  });

  it('says what became of a closed wallet, in each way', () => {
    const told = CLOSING_WAYS.map((way) => {
      return textOf(words, { kind: 'wallet.closed', detail: { money, way, reason: '' } });
    });

    expect(told).toEqual([
      'It went back to the department.',
      'It is paid out to you.',
      'It stays yours to spend.',
    ]);
  });

  it('says that a code was replaced to its recipient and to its giver, and never the code', () => {
    const detail = { recipient: 'Alice Ito', money, isOwn: true };

    expect(textOf(words, { kind: 'code.reissued', detail })).toContain('Your gift of $25.00');
    const other = { ...detail, isOwn: false };
    expect(textOf(words, { kind: 'code.reissued', detail: other })).toContain(
      'The gift of $25.00 to Alice Ito',
    );
  });

  it('names who reported a code, whose it is and why', () => {
    const who = { recipient: 'Alice Ito', by: 'Priya Nair', lastFour: '7K2M' };
    const detail = { ...who, money, reason: 'seen on a screen' };

    expect(textOf(words, { kind: 'code.reported', detail })).toMatch(
      /^Priya Nair reported the code of Alice Ito that ends in 7K2M, \$25\.00[^]*seen on a screen$/u,
    );
  });
});
