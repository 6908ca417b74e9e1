#!/usr/bin/env node
import { runProgram } from './run-program.ts';

/** From a closed pipe, and from a closed terminal. */
const READER_IS_GONE = ['EPIPE', 'EIO'];

process.stdout.on('error', leaveWithReader);
process.exitCode = await runProgram(process.argv);

/** `largesse people list | head` closes our output early. That is no error: it ends the command like a SIGPIPE. */
function leaveWithReader(error: NodeJS.ErrnoException): void {
  if (!READER_IS_GONE.includes(error.code ?? '')) throw error;
  if (!process.emit('SIGPIPE', 'SIGPIPE')) process.exit(0);
}
