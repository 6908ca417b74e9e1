import { expect, it } from 'vitest';
import { crossedPercent } from '#src/domain/budget/budget-alerts.ts';

function used(grantedMinor: bigint, usedMinor: bigint) {
  return { grantedMinor, leftMinor: grantedMinor - usedMinor };
}

it.each([
  [74n, 75n, 75],
  [0n, 89n, 75],
  [75n, 90n, 90],
  [0n, 100n, 100],
  [99n, 100n, 100],
  [100n, 120n, undefined],
  [75n, 89n, undefined],
  [0n, 74n, undefined],
  [90n, 75n, undefined],
  [0n, 0n, undefined],
])('of a hundred, going from %s used to %s takes it over %s percent', (before, after, percent) => {
  expect(crossedPercent(used(100n, before), used(100n, after))).toBe(percent);
});

it('counts anything used of nothing as all of it, and nothing used as nothing', () => {
  expect(crossedPercent(used(0n, 0n), used(0n, 1n))).toBe(100);
  expect(crossedPercent(used(0n, 0n), used(0n, 0n))).toBeUndefined();
});
