import { shared } from './shared.js';

/** Alters the steps that move money or decide about it; the tests of what people do must notice, on a database. */
export default {
  ...shared,
  vitest: { configFile: 'test/mutation/steps.vitest.config.ts', related: false },
  mutate: [
    'src/usecases/budget/steps/{adjust-budget,open-budgets,plan-openings,post-grants}.ts',
    'src/usecases/gift/steps/*.ts',
    '!src/usecases/gift/steps/{gift-activity,gift-message}.ts',
    'src/usecases/recognition/steps/{decide-batch,decide-queued,lock-decision-context}.ts',
  ],
  // What the compiler refuses nearly always: no kind is an empty text, no object lacks its fields, no function its result.
  mutator: { excludedMutations: ['StringLiteral', 'ObjectLiteral', 'ArrowFunction', 'OptionalChaining'] },
  ignorePatterns: ['**', '!package.json', '!tsconfig.json', '!{adapters,jobs,migrations,src,test}/**'],
  concurrency: 2,
  dryRunTimeoutMinutes: 30,
  timeoutMS: 60_000,
  jsonReporter: { fileName: 'node_modules/.cache/largesse/mutation-steps.json' },
};
