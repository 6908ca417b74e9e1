import { CLEAR_LINE } from './progress.ts';

export type ProgressBar = { advance: (count: number) => void; hide: () => void };

const EVERY_MS = 200;
const WIDTH = 20;

/** Shows progress on a terminal: how much of a known total is done, how fast, and how long the rest will take. */
export function showProgressBar(text: string, total: number): ProgressBar {
  if (!process.stderr.isTTY) return { advance: () => undefined, hide: () => undefined };
  const startedAt = performance.now();
  let done = 0;
  function draw(): void {
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stderr.write(`${CLEAR_LINE}${text} ${progressText({ done, total, seconds })}`);
  }
  const timer = setInterval(draw, EVERY_MS);
  return {
    advance(count) {
      done += count;
    },
    hide() {
      clearInterval(timer);
      process.stderr.write(CLEAR_LINE);
    },
  };
}

/** `█████░░░░░ 50 %  500 of 1,000  250 a second, 2 s left`. */
export function progressText({
  done,
  total,
  seconds,
}: {
  done: number;
  total: number;
  seconds: number;
}): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.floor(share * WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
  const counts = `${Math.floor(share * 100)} %  ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  if (done === 0 || seconds === 0) return `${bar} ${counts}`;
  const perSecond = done / seconds;
  const left = Math.ceil(Math.max(0, total - done) / perSecond);
  return `${bar} ${counts}  ${Math.round(perSecond).toLocaleString('en')} a second, ${left} s left`;
}
