import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const fromSource = { resolve: { conditions: ['source'] } };

/** The tests of the rules by themselves, which need no database, for a thousand altered programs. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  ...fromSource,
  ssr: fromSource,
  test: {
    include: ['test/domain/**/*.test.ts'],
    setupFiles: ['test/mutation/few-runs.ts'],
    env: { PROPERTY_RUNS: '40' },
    runner: 'test/mutation/runner.ts',
    isolate: false,
    testTimeout: 120_000,
  },
});
