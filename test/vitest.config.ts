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
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Files share their workers' modules: loading them anew for each took a third of the time.
    isolate: false,
    // More than there are processors: what takes long mostly waits, for programs that start and for time to pass.
    maxWorkers: 4,
    sequence: { sequencer: LongFirst },
    experimental: { fsModuleCache: true },
  },
});
