import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  mutate: ['src/domain/**/*.ts'],
  ignorePatterns: ['**', '!package.json', '!tsconfig.json', '!src/**', '!test/**'],
  // Stryker would rewrite it by TypeScript's own interface, which TypeScript 7 has none of; nothing in it needs it.
  tsconfigFile: 'none',
  tempDirName: join(tmpdir(), 'largesse-mutation'),
  cleanTempDir: 'always',
  concurrency: 1,
  coverageAnalysis: 'perTest',
  timeoutMS: 20_000,
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, skipFull: true },
  jsonReporter: { fileName: 'node_modules/.cache/largesse/mutation.json' },
  allowConsoleColors: false,
  thresholds: { high: 95, low: 90, break: 90 },
};
