import { isUuid } from '#src/domain/kit/uuid.ts';
import type { EventShape } from './event-types.ts';

/**
 * The data of an event as JSON: amounts are whole numbers of minor units, instants are ISO 8601 in UTC.
 *
 * @throws when a field is missing, too many, or not what its shape says. Nothing else keeps free text out of an event.
 */
export function writeEventData(shape: EventShape, data: Readonly<Record<string, unknown>>): string {
  const stray = Object.keys(data).find((name) => !Object.hasOwn(shape, name));
  if (stray !== undefined) throw new Error(`an event has no field ${stray}`);
  const fields = Object.entries(shape).map(
    ([name, kind]) => `"${name}":${writeField(name, kind, data[name])}`,
  );
  return `{${fields.join(',')}}`;
}

function writeField(name: string, kind: EventShape[string], value: unknown): string {
  const written = typeof kind === 'string' ? WRITERS[kind](value) : writeWord(kind, value);
  if (written === undefined)
    throw new Error(`the field ${name} of an event does not hold what its shape says`);
  return written;
}

type Writer = (value: unknown) => string | undefined;

const WRITERS: Record<Extract<EventShape[string], string>, Writer> = {
  id: writeId,
  'id?': (value) => (value === null ? 'null' : writeId(value)),
  minor: (value) => (typeof value === 'bigint' ? value.toString() : undefined),
  currency: (value) =>
    typeof value === 'string' && /^[A-Z]{3}$/u.test(value) ? JSON.stringify(value) : undefined,
  instant: (value) => (value instanceof Date ? JSON.stringify(value) : undefined),
  number: (value) => (Number.isSafeInteger(value) ? String(value) : undefined),
};

function writeId(value: unknown): string | undefined {
  return typeof value === 'string' && isUuid(value) ? JSON.stringify(value) : undefined;
}

function writeWord(words: readonly string[], value: unknown): string | undefined {
  return words.some((word) => word === value) ? JSON.stringify(value) : undefined;
}
