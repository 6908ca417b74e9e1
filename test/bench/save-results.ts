import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rounded } from './figures.ts';
import type { Machine } from './machine.ts';
import { mergeResults, type Results, type SavedResults } from './merge-results.ts';
import { drawRates } from './rates/draw-rates.ts';

const results = fileURLToPath(new URL('results.json', import.meta.url));
const picture = fileURLToPath(new URL('rates.svg', import.meta.url));

/** Keeps what a run found, for people and programs to compare with, and draws it. */
export async function saveResults(run: {
  results: Results;
  machine: Machine;
  isWhole: boolean;
}): Promise<void> {
  const saved = mergeResults(await findSaved(), run);
  const text = JSON.stringify(
    saved,
    (_, item: unknown) => (typeof item === 'number' ? rounded(item) : item),
    2,
  );
  await writeFile(results, `${text}\n`);
  if (run.results.rates) await writeFile(picture, `${drawRates(run.results.rates)}\n`);
}

async function findSaved(): Promise<SavedResults | undefined> {
  try {
    return JSON.parse(await readFile(results, 'utf8')) as SavedResults;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
}
