import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { emailOf } from '../make-company.ts';
import { people } from '../people.ts';

const OCCASIONS = ['launch', 'birthday', 'anniversary', 'thanks'];

/** Writes a file of so many gifts, to the bench's people in turn, none like another. */
export async function makeGiftFile(path: string, rows: number): Promise<void> {
  await pipeline(Readable.from(linesOf(rows)), createWriteStream(path));
}

function* linesOf(rows: number): Generator<string> {
  const { recipients } = people;
  yield 'recipient,amount,currency,department,occasion,message\n';
  for (let row = 0; row < rows; row += 1) {
    const email = emailOf(recipients[row % recipients.length] ?? '');
    yield `${email},5.00,USD,Engineering,${OCCASIONS[row % OCCASIONS.length]},"Thank you, number ${row}"\n`;
  }
}
