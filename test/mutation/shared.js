import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What both runs of altered programs share. */
export const shared = {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  // Stryker would rewrite it by TypeScript's own interface, which TypeScript 7 has none of; nothing in it needs it.
  tsconfigFile: 'none',
  tempDirName: join(tmpdir(), 'largesse-mutation'),
  cleanTempDir: 'always',
  coverageAnalysis: 'perTest',
  warnings: { slow: false },
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, skipFull: true },
  allowConsoleColors: false,
  thresholds: { high: 95, low: 90, break: 90 },
};
