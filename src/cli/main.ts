#!/usr/bin/env node
import { runProgram } from './run-program.ts';

/** Of a pipe, and of a terminal that is closed. */
const READER_IS_GONE = ['EPIPE', 'EIO'];

process.stdout.on('error', leaveWithReader);
process.exitCode = await runProgram(process.argv);

/** `largesse people list | head` closes our output early: that is no fault, and ends what runs as SIGPIPE would. */
function leaveWithReader(error: NodeJS.ErrnoException): void {
  if (!READER_IS_GONE.includes(error.code ?? '')) throw error;
  if (!process.emit('SIGPIPE', 'SIGPIPE')) process.exit(0);
}
