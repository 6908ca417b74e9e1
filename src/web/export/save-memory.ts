import v8 from 'node:v8';

/** By so much of what is in use the heap may grow before it is cleared; V8 lets it grow to a multiple. */
const GROWING_PERCENT = 40;

let running = 0;

/**
 * Has garbage cleared sooner until the given function is called: a file of a million rows leaves hundreds of megabytes of it, which V8
 * has no haste to clear. Doing so always would slow other work down.
 */
export function saveMemory(): () => void {
  running += 1;
  if (running === 1) v8.setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
  return () => {
    running -= 1;
    if (running === 0) v8.setFlagsFromString('--heap-growing-percent=0');
  };
}
