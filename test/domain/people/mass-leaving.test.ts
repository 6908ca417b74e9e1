import { describe, expect, it } from 'vitest';
import { isMassLeaving } from '#src/domain/people/mass-leaving.ts';

describe('so many leavers that a wrong file is likelier', () => {
  it.each([
    [0, 0, false],
    [3, 4, false],
    [4, 80, false],
    [4, 79, true],
    [5, 99, true],
    [30, 600, false],
    [31, 10_000, true],
  ])('%i of %i: %s', (leaving, active, is) => {
    expect(isMassLeaving({ leaving, active })).toBe(is);
  });
});
