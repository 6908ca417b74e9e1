import { expect, it } from 'vitest';
import { REACHES } from '#src/db/queries/proof/rule-reach.ts';
import { RULE_NAMES } from '#src/db/queries/proof/rules.ts';

it('says only of rules that there are how far a daily proof walks for them', () => {
  expect(Object.keys(REACHES).filter((name) => !RULE_NAMES.includes(name))).toEqual([]);
});
