import { describe, expect, it } from 'vitest';
import { testsOf } from '../../.dev/tests-of.ts';

const TESTS = [
  'test/architecture.test.ts',
  'test/readme.test.ts',
  'test/adapters/slack/sending.test.ts',
  'test/chat/cards.test.ts',
  'test/chat/chat-host.test.ts',
  'test/db/kit/upgrade.test.ts',
  'test/domain/kit/money.test.ts',
  'test/jobs/queue.test.ts',
  'test/jobs/run-job.test.ts',
  'test/process/config.test.ts',
  'test/usecases/gift/redeem.test.ts',
  'test/usecases/gift/undo-gift.test.ts',
];

describe('the tests of a file', () => {
  it.each([
    ['src/domain/kit/money.ts', ['test/domain/kit/money.test.ts']],
    ['src/usecases/gift/undo-gifts.ts', ['test/usecases/gift/undo-gift.test.ts']],
    ['src/usecases/gift/redeem-code.ts', ['test/usecases/gift/redeem.test.ts']],
    ['test/chat/chat-host.test.ts', ['test/chat/chat-host.test.ts']],
  ])('are those of its name: %s', (file, nearest) => {
    expect(testsOf([file], TESTS)).toEqual(['test/architecture.test.ts', ...nearest]);
  });

  it.each([
    ['src/usecases/gift/steps/write-gifts.ts', 'test/usecases/gift/'],
    ['src/db/gift/gift.ts', 'test/usecases/gift/'],
    ['src/chat/cards/gift-card.ts', 'test/chat/cards'],
    ['jobs/sweep.ts', 'test/jobs/'],
    ['adapters/chat/slack/send.ts', 'test/adapters/slack/'],
    ['migrations/0001-foundation.sql', 'test/db/kit/'],
  ])('are else those of its room: %s', (file, start) => {
    const near = TESTS.filter((test) => test.startsWith(start));

    expect(testsOf([file], TESTS)).toEqual(['test/architecture.test.ts', ...near].toSorted());
  });

  it('are found by name where its room has none', () => {
    expect(testsOf(['src/config.ts'], TESTS)).toContain('test/process/config.test.ts');
  });

  it('are those of the docs for what is no code', () => {
    expect(testsOf(['README.md', 'package.json'], TESTS)).toEqual([
      'test/architecture.test.ts',
      'test/readme.test.ts',
    ]);
  });
});
