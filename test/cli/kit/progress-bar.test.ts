import { expect, it } from 'vitest';
import { progressText } from '#src/cli/kit/progress-bar.ts';

it.each([
  [{ done: 0, total: 2_000, seconds: 1 }, '░░░░░░░░░░░░░░░░░░░░ 0 %  0 of 2,000'],
  [
    { done: 500, total: 2_000, seconds: 2 },
    '█████░░░░░░░░░░░░░░░ 25 %  500 of 2,000  250 a second, 6 s left',
  ],
  [
    { done: 2_000, total: 2_000, seconds: 8 },
    '████████████████████ 100 %  2,000 of 2,000  250 a second, 0 s left',
  ],
])('a bar tells how much is done, how fast and how long it takes: %j', (progress, text) => {
  expect(progressText(progress)).toBe(text);
});
