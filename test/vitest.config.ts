import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './helpers/long-first.ts';

const fromSource = { resolve: { conditions: ['source'] } };

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  ...fromSource,
  ssr: fromSource,
  // The environment that vitest runs its global setup in.
  environments: { __vitest__: fromSource },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Files share their workers' modules: loading them anew for each took a third of the time.
    isolate: false,
    maxWorkers: 4,
    sequence: { sequencer: LongFirst },
  },
});
