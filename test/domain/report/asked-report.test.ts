import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAskedReport } from '#src/domain/report/asked-report.ts';

const departments = ['Design', 'Sales North', 'March'].map((name) => ({ id: name, name }));

function read(text: string, today = '2026-11-23') {
  return readAskedReport(text, { today, departments });
}

describe('the words behind /report', () => {
  it.each([
    ['', '2026-11', undefined],
    ['  This  Month ', '2026-11', undefined],
    ['last month', '2026-10', undefined],
    ['2026-10', '2026-10', undefined],
    ['October', '2026-10', undefined],
    ['nov', '2026-11', undefined],
    ['december', '2025-12', undefined],
    ['oct 2024', '2024-10', undefined],
    ['design', '2026-11', 'Design'],
    ['SALES NORTH last month', '2026-10', 'Sales North'],
    ['2026-01 Sales North', '2026-01', 'Sales North'],
    ['october 2025 design', '2025-10', 'Design'],
    // A department’s name goes before a month.
    ['march', '2026-11', 'March'],
    ['march march', '2026-03', 'March'],
  ])('“%s” is %s of %s', (text, month, department) => {
    const asked = read(text);

    expect(asked).toMatchObject({ kind: 'asked', month });
    expect(asked.kind === 'asked' && asked.department?.name).toBe(department);
  });

  it.each([
    'designs',
    '2026-13',
    '2026-1',
    '10/2026',
    'last year',
    'design please',
    '0000-01',
    'octo',
    '2026-10-01',
  ])('“%s” is not understood, and nothing is guessed', (text) => {
    expect(read(text)).toEqual({ kind: 'misread', text });
  });

  it.each(['2026-12', 'january 2027', '2027-01 design'])('“%s” has not begun', (text) => {
    expect(read(text)).toMatchObject({ kind: 'future' });
  });

  it('last month of January is December of the year before', () => {
    expect(read('last month', '2027-01-31')).toMatchObject({ month: '2026-12' });
  });

  it('are read whatever they are, and never as a month that has not begun', () => {
    const property = fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const asked = read(text);
      return asked.kind !== 'asked' || asked.month <= '2026-11';
    });

    expect(fc.check(property).failed).toBe(false);
  });
});
