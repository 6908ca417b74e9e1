import { parseJson } from '#src/domain/kit/parse-json.ts';
import { z } from 'zod';
import { unreadableFields } from '#src/domain/kit/unreadable-fields.ts';

/** A frame of Socket Mode. An envelope without an id cannot be acknowledged, but still be answered. */
export type Frame =
  | { kind: 'hello' }
  | { kind: 'disconnect'; reason: string }
  | { kind: 'envelope'; envelopeId: string | undefined; payload: unknown }
  | { kind: 'unreadable'; fields: string[] };

const frame = z.looseObject({
  type: z.string().optional().catch(undefined),
  reason: z.string().catch('no reason given'),
  envelope_id: z.string().optional().catch(undefined),
});

/** Reads what came over the socket, whatever it is. */
export function readFrame(text: string): Frame {
  const json = parseJson(text);
  const { data, error } = frame.safeParse(json);
  if (!data) return { kind: 'unreadable', fields: unreadableFields(error) };
  if (data.type === 'hello') return { kind: 'hello' };
  if (data.type === 'disconnect') return { kind: 'disconnect', reason: data.reason };
  if (data.envelope_id === undefined && !('payload' in data)) {
    return { kind: 'unreadable', fields: ['envelope_id: missing', 'payload: missing'] };
  }
  return { kind: 'envelope', envelopeId: data.envelope_id, payload: data['payload'] };
}
