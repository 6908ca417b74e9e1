import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotConnected, type Trouble } from '#src/domain/kit/trouble.ts';
import { keepConnected } from '#src/process/keep-connected.ts';
import { createNotedHost } from '#test/contracts/noted-host.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

const host = createNotedHost([]);
const away: Trouble = { reason: 'it is away', advice: 'wait', needsPerson: false };

type Attempt = 'connects' | 'connects and is lost' | 'hangs' | Error;

/** A platform whose attempts at connecting go as planned, the last one again and again. */
function makePlatform(...plan: Attempt[]) {
  const attempts: number[] = [];
  const lines: ((trouble: Trouble) => void)[] = [];
  const platform = {
    id: 'chat',
    async start(_host: unknown, onLost: (trouble: Trouble) => void = () => undefined) {
      const attempt = plan[Math.min(attempts.length, plan.length - 1)];
      attempts.push(Date.now());
      if (attempt === 'hangs') await new Promise(() => undefined);
      if (attempt instanceof Error) throw attempt;
      lines.push(onLost);
      if (attempt === 'connects and is lost') onLost(away);
    },
    stop: vi.fn<() => Promise<void>>(async () => undefined),
  };
  return { platform, attempts, lose: (trouble: Trouble) => lines.at(-1)?.(trouble) };
}

function keep({ platform }: ReturnType<typeof makePlatform>) {
  return keepConnected({ log: silentLog, clock: { now: () => new Date() }, random: () => 0 }, platform, host);
}

describe('a platform that is kept connected', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is tried again, ever more rarely, until it connects', async () => {
    const made = makePlatform(
      new NotConnected(away),
      new NotConnected(away),
      new NotConnected(away),
      'connects',
    );
    const startedAt = Date.now();
    const kept = keep(made);
    await vi.advanceTimersByTimeAsync(10_000);

    expect(made.attempts.map((at) => at - startedAt)).toEqual([0, 250, 750, 1_750]);
    expect(kept.state()).toEqual({ status: 'connected' });
    await kept.stop();
  });

  it('is left alone for as long as it asks, and says until when', async () => {
    const made = makePlatform(new NotConnected({ ...away, retryAfterMs: 3_600_000 }));
    const kept = keep(made);
    await vi.advanceTimersByTimeAsync(3_599_000);

    expect(made.attempts).toHaveLength(1);
    expect(kept.state()).toMatchObject({
      status: 'waiting',
      until: new Date((made.attempts[0] ?? 0) + 3_600_000),
      trouble: { reason: 'it is away' },
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(made.attempts).toHaveLength(2);
    await kept.stop();
  });

  it('is tried rarely where a person must act, but is', async () => {
    const made = makePlatform(new NotConnected({ ...away, needsPerson: true }), 'connects');
    const kept = keep(made);
    await vi.advanceTimersByTimeAsync(59_000);

    expect([made.attempts.length, kept.state().status]).toEqual([1, 'needs-person']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(kept.state().status).toBe('connected');
    await kept.stop();
  });

  it('is not stormed when it connects and drops us at once', async () => {
    const made = makePlatform('connects');
    const kept = keep(made);
    for (let second = 0; second < 600; second += 1) {
      made.lose(away);
      await vi.advanceTimersByTimeAsync(1_000);
    }

    expect(made.attempts.length).toBeLessThan(25);
    await kept.stop();
  });

  it('does not count as connected when it is lost before its start returns', async () => {
    const made = makePlatform('connects and is lost');
    const kept = keep(made);
    await vi.advanceTimersByTimeAsync(100);

    expect(kept.state()).toMatchObject({ status: 'waiting', trouble: away });
    await kept.stop();
  });

  it('comes back at once after a connection that lasted', async () => {
    const made = makePlatform('connects');
    const kept = keep(made);
    for (let day = 0; day < 30; day += 1) {
      await vi.advanceTimersByTimeAsync(61_000);
      made.lose(away);
      await vi.advanceTimersByTimeAsync(250);
    }

    expect(made.attempts).toHaveLength(31);
    await kept.stop();
  });

  it('is told what it throws, when that is no trouble that it knows', async () => {
    const made = makePlatform(new TypeError('undefined is not a workspace'));
    const kept = keep(made);
    await vi.advanceTimersByTimeAsync(0);

    expect(kept.state()).toMatchObject({
      trouble: { reason: 'chat could not be started: undefined is not a workspace' },
    });
    await kept.stop();
  });

  it('can be stopped while it hangs, and is not tried again then', async () => {
    const made = makePlatform('hangs');
    const kept = keep(made);

    await kept.stop();
    await vi.advanceTimersByTimeAsync(3_600_000);

    expect(made.platform.stop).toHaveBeenCalledOnce();
    expect(made.attempts).toHaveLength(1);
  });
});
