import { describe, expect, it } from 'vitest';
import { judgeState, type Told } from '#src/process/tell-states.ts';
import type { PlatformState } from '#src/ports/platform-state.ts';

const connected: PlatformState = { status: 'connected' };
const connecting: PlatformState = { status: 'connecting' };
const trouble = { reason: 'away', advice: 'wait', needsPerson: false };
const waiting: PlatformState = { status: 'waiting', until: new Date(0), trouble };
const limited: PlatformState = { ...waiting, trouble: { ...trouble, retryAfterMs: 3_600_000 } };
const needy: PlatformState = { status: 'needs-person', until: new Date(0), trouble };

/** The seconds at which a line is written, for states that are looked at once a second. */
function tell(stateAt: (second: number) => PlatformState, seconds: number): [number, string][] {
  const lines: [number, string][] = [];
  let told: Told | undefined;
  for (let second = 0; second <= seconds; second += 1) {
    const judged = judgeState(told, stateAt(second), second * 1_000);
    if (judged.line) lines.push([second, judged.line]);
    told = judged.told;
  }
  return lines;
}

describe('what the log says about a platform', () => {
  it('is nothing while it is connected, or reconnects within seconds', () => {
    expect(tell((second) => (second < 3 ? waiting : connected), 300)).toEqual([]);
  });

  it('is once a minute why it is not connected, and once that it is again', () => {
    const lines = tell((second) => (second < 150 ? waiting : connected), 300);

    expect(lines).toEqual([
      [5, 'trouble'],
      [65, 'trouble'],
      [125, 'trouble'],
      [150, 'connected'],
    ]);
  });

  it('comes no more often when each attempt in between fails as well', () => {
    const lines = tell((second) => (second % 2 === 0 ? connecting : waiting), 130);

    expect(lines.map(([second]) => second)).toEqual([5, 65, 125]);
  });

  it.each([
    ['a long wait', limited],
    ['what needs a person', needy],
  ])('comes at once for %s', (_, state) => {
    expect(tell(() => state, 61)).toEqual([
      [0, 'trouble'],
      [60, 'trouble'],
    ]);
  });
});
