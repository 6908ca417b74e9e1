import { describe, expect, it } from 'vitest';
import { closingWaysIn } from '#src/domain/wallet/closing.ts';

describe('the ways to close a wallet', () => {
  it('are all where no rule says otherwise', () => {
    expect(closingWaysIn('', '2026-11-29')).toEqual(['return', 'pay-out', 'honour']);
    expect(closingWaysIn('US-CA', '2026-11-29')).toContain('return');
  });

  it('are fewer in some countries and their parts, from the day of the rule on', () => {
    expect(closingWaysIn('IN', '2026-11-29')).toEqual(['pay-out', 'honour']);
    expect(closingWaysIn('IN-KA', '2026-11-29')).toEqual(['pay-out', 'honour']);
    expect(closingWaysIn('IN', '2021-08-26')).toContain('return');
    expect(closingWaysIn('INX', '2026-11-29')).toContain('return');
  });
});
