import { expect, it } from 'vitest';
import { csvText } from '#src/domain/kit/csv-text.ts';

it.each([
  ['R&D, "new"', '"R&D, ""new"""'],
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['+1', "'+1"],
  ['-A1', "'-A1"],
  ['-25.00', '-25.00'],
  ['Köln', 'Köln'],
])('writes %s so that a spreadsheet reads it as it is, and runs nothing', (field, written) => {
  expect(csvText([[field, '1']])).toBe(`${written},1`);
});
