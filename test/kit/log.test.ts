import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** Logs to where nothing can be written. */
const PROGRAM = `
  import { createLog } from '#src/kit/log.ts';
  const log = createLog('info', { role: 'web' });
  log.info({}, 'one');
  log.info({}, 'two');
  console.log('went on');
`;

it.runIf(process.platform === 'linux')(
  'goes on when its log cannot be written (where there is a /dev/full)',
  () => {
    const node = `exec '${process.execPath}' --import tsx --conditions=source --input-type=module --eval "$0" 2>/dev/full`;

    const { stdout, status } = spawnSync('sh', ['-c', node, PROGRAM], { encoding: 'utf8' });

    expect({ stdout, status }).toEqual({ stdout: 'went on\n', status: 0 });
  },
);
