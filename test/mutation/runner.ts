import { type CancelReason, expect, test, TestRunner } from 'vitest';

type Importing = Parameters<TestRunner['importFile']>;

/**
 * Tells Stryker, which only looks at tests, that an altered program cannot even be loaded. And stops at the first test
 * that fails: every further file would open a database before its tests are skipped.
 */
export default class extends TestRunner {
  #isOver = false;

  override cancel(reason: CancelReason): void {
    this.#isOver = true;
    super.cancel(reason);
  }

  override async importFile(...file: Importing): Promise<void> {
    if (this.#isOver) return;
    try {
      await super.importFile(...file);
    } catch (error) {
      test('can be loaded', () => {
        expect.unreachable(String(error));
      });
    }
  }
}
