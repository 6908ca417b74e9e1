import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Beginnings of the paths of what takes long: files that start programs, servers and browsers, or tell long stories. */
const LONG = [
  'test/system/crashes.test.ts',
  'test/jobs/queue.test.ts',
  'test/races/model',
  'test/package.test.ts',
  'test/tamper',
  'test/process/seed',
  'test/queries',
  'test/system',
  'test/contracts',
  'test/cli/process',
  'test/web',
  'test/embedded-postgres',
  'test/dev',
  'test/jobs',
];

/** Starts long files first, so that none is left to run alone when all others are done. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    function rank({ moduleId }: TestSpecification): number {
      const path = relative(root, moduleId);
      const found = LONG.findIndex((start) => path.startsWith(start));
      return found === -1 ? LONG.length : found;
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
