import { createInterface } from 'node:readline/promises';

/** Asks on the terminal. Anything but yes counts as no. */
export async function askYesOrNo(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/iu.test((await terminal.question(`${question} y/N `)).trim());
  } finally {
    terminal.close();
  }
}
