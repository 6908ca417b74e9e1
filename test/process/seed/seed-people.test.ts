import { expect, it } from 'vitest';
import { seedPeople } from '#src/process/seed/seed-people.ts';

it('gives each of the people of a sample company a name of their own, without a number in it', () => {
  const names = seedPeople({ from: 0, to: 25_000 }).map(({ name }) => name);

  expect(new Set(names).size).toBe(25_000);
  expect(names.filter((name) => !/^\p{L}+(?: \p{Lu}\.)* \p{L}+$/u.test(name ?? ''))).toEqual([]);
});
