import { setTimeout as sleep } from 'node:timers/promises';

export type Sitter = { isRunning(): boolean; kill(): Promise<void> };

/** A place that a process takes, and another one after it was killed. */
export type Seat<P extends Sitter> = {
  /** The process that runs there now; undefined while there is none. */
  now(): P | undefined;
  /** Ends the process without a word, and has another one started after a pause. */
  kill(pauseMs: number): Promise<void>;
  /** Waits until a process runs. */
  taken(): Promise<P>;
  /** Ends the process, and no other is started. */
  leave(): Promise<void>;
};

const RETRY_MS = 300;

/** Starts a process and, whenever it is killed, another: also while the database is away, until one starts. */
export async function openSeat<P extends Sitter>(start: () => Promise<P>): Promise<Seat<P>> {
  let isLeft = false;
  let sitting: P | undefined = await start();
  let coming: Promise<P> = Promise.resolve(sitting);

  async function replace(pauseMs: number): Promise<P> {
    await sleep(pauseMs);
    for (;;) {
      if (isLeft) throw new Error('the bank is closed');
      try {
        return await start();
      } catch {
        await sleep(RETRY_MS);
      }
    }
  }

  return {
    now: () => (sitting?.isRunning() ? sitting : undefined),
    async kill(pauseMs) {
      const killed = await coming;
      sitting = undefined;
      await killed.kill();
      coming = replace(pauseMs);
      coming.then(
        (next) => (sitting = next),
        () => undefined,
      );
    },
    taken: () => coming,
    async leave() {
      isLeft = true;
      const last = await coming.catch(() => undefined);
      await last?.kill();
    },
  };
}
