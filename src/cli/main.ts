#!/usr/bin/env node
import { leaveWithReader } from './kit/on-end-signal.ts';
import { runProgram } from './run-program.ts';

/** From a closed pipe, and from a closed terminal. */
const READER_IS_GONE = ['EPIPE', 'EIO'];

for (const output of [process.stdout, process.stderr]) output.on('error', onOutputError);
process.exitCode = await runProgram(process.argv);

/** `largesse people list | head` closes our output early. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (!READER_IS_GONE.includes(error.code ?? '')) throw error;
  leaveWithReader();
}
