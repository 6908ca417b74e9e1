import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const fromSource = { resolve: { conditions: ['source'] } };

/** The tests of what people do, on one Postgres that a run starts once. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  ...fromSource,
  ssr: fromSource,
  // The environment that vitest runs its global setup in.
  environments: { __vitest__: fromSource },
  test: {
    include: ['test/usecases/{approval,budget,gift,recognition}/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    runner: 'test/mutation/runner.ts',
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
