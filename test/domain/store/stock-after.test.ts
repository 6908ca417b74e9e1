import { describe, expect, it } from 'vitest';
import { stockAfter } from '#src/domain/store/stock-after.ts';

describe('how many of an item there are after somebody said how many', () => {
  it.each([
    ['nothing was ordered since', 5, { seen: 5, said: 7 }, 7],
    ['two were ordered since', 3, { seen: 5, said: 7 }, 5],
    ['two came back since, and they changed nothing', 7, { seen: 5, said: 5 }, 7],
    ['all that they left is gone', 2, { seen: 5, said: 3 }, 0],
    ['more is gone than they left', 1, { seen: 5, said: 3 }, undefined],
    ['it is counted from now on', null, { seen: null, said: 4 }, 4],
    ['it is not counted any more', 3, { seen: 5, said: null }, null],
  ])('%s', (_, now, change, left) => {
    expect(stockAfter(now, change)).toBe(left);
  });
});
