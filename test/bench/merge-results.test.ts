import { describe, expect, it } from 'vitest';
import { mergeResults, type Results } from './merge-results.ts';

const machine = {
  cpu: 'Abacus',
  cores: 2,
  memoryGib: 8,
  node: '20.19.0',
  postgres: '18.0',
  redis: null,
  date: '2026-11-20',
};
const later = { ...machine, cpu: 'Slide rule', date: '2026-11-25' };

const issue = { giftsPerSecond: 8_000, ratioToSingle: 8, ratioToTpcb: 2, figures: {} };
const commands = {
  redisPerSecond: 600,
  redisApartPerSecond: 500,
  postgresPerSecond: 300,
  sustainedPerSecond: 600,
  shareOfBareBolt: 0.5,
  processorMs: 3,
  figures: {},
};
const acks = { ackP50Ms: 5, ackP99Ms: 50, ratioToBareBoltP50: 2, ratioToBareBoltP99: 3, figures: {} };
const all: Results = { issue, commands, acks };

describe('the results of the bench', () => {
  it('are those of the last whole run, on its machine', () => {
    const before = mergeResults(undefined, { results: all, machine, isWhole: true });

    const after = mergeResults(before, { results: { issue, commands }, machine: later, isWhole: true });

    expect(before).toEqual({
      ...all,
      machine,
      endToEnd: {
        perSecond: 600,
        ackP50Ms: 5,
        ackP99Ms: 50,
        ratioToBareBoltP50: 2,
        ratioToBareBoltP99: 3,
      },
    });
    expect(after).toEqual({ issue, commands, machine: later });
  });

  it('say of a part that was saved apart what it was measured on, and keep the others as they were', () => {
    const before = mergeResults(undefined, { results: all, machine, isWhole: true });
    const faster = { ...commands, sustainedPerSecond: 900 };

    const after = mergeResults(before, { results: { commands: faster }, machine: later, isWhole: false });

    expect(after).toEqual({
      ...before,
      commands: { ...faster, machine: later },
      endToEnd: { ...before.endToEnd, perSecond: 900 },
    });
  });

  it('of a first part alone are on the machine of that part', () => {
    const first = mergeResults(undefined, { results: { issue }, machine, isWhole: false });

    expect(first).toEqual({ issue, machine });
  });
});
