import v8 from 'node:v8';
import { afterEach, expect, it, vi } from 'vitest';
import { saveMemory } from '#src/web/export/save-memory.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('has garbage cleared sooner until the last of several files is sent', () => {
  const set = vi.spyOn(v8, 'setFlagsFromString');

  const ends = [saveMemory(), saveMemory()];
  expect(set.mock.calls).toEqual([['--heap-growing-percent=40']]);
  ends[0]?.();
  expect(set).toHaveBeenCalledTimes(1);
  ends[1]?.();

  expect(set).toHaveBeenLastCalledWith('--heap-growing-percent=0');
});
