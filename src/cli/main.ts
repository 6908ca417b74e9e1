#!/usr/bin/env node
import { runProgram } from './run-program.ts';

process.stdout.on('error', leaveWithReader);
process.exitCode = await runProgram(process.argv);

/** `largesse people list | head` closes our output early: that is no fault. */
function leaveWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}
