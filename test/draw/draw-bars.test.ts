import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawBars } from '#src/draw/draw-bars.ts';
import type { Bar } from '#src/ports/picture.ts';

const LAYOUT = { width: 600, isUpright: false };

function barsOf(amountMinor: bigint): Bar[] {
  return [{ label: 'Design', amountMinor, shown: String(amountMinor) }];
}

describe('bars', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are drawn once where a page shows them again', () => {
    expect(drawBars(barsOf(500n), LAYOUT)).toBe(drawBars(barsOf(500n), LAYOUT));
  });

  it('are drawn anew where anything is another', () => {
    const drawing = drawBars(barsOf(500n), LAYOUT);

    expect(drawBars(barsOf(501n), LAYOUT)).not.toEqual(drawing);
    expect(drawBars(barsOf(500n), { ...LAYOUT, width: 300 })).not.toEqual(drawing);
  });

  it('are forgotten after some minutes, and whoever they name', () => {
    const drawing = drawBars(barsOf(600n), LAYOUT);
    vi.advanceTimersByTime(300_000);

    expect(drawBars(barsOf(600n), LAYOUT)).not.toBe(drawing);
  });

  it('are forgotten where many others were drawn since', () => {
    const drawing = drawBars(barsOf(700n), LAYOUT);
    for (let other = 1_000n; other < 1_060n; other += 1n) drawBars(barsOf(other), LAYOUT);

    expect(drawBars(barsOf(700n), LAYOUT)).not.toBe(drawing);
  });
});
