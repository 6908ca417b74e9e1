import { shared } from './shared.js';

/** Alters the rules; their own tests must notice. */
export default {
  ...shared,
  vitest: { configFile: 'test/mutation/domain.vitest.config.ts', related: false },
  mutate: ['src/domain/**/*.ts'],
  ignorePatterns: ['**', '!package.json', '!tsconfig.json', '!src/**', '!test/**'],
  concurrency: 2,
  timeoutMS: 20_000,
  jsonReporter: { fileName: 'node_modules/.cache/largesse/mutation-domain.json' },
};
