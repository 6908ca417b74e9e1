import type { ChatProfile } from '#src/ports.ts';

/** A person as a request names them. Stored with the request: who it is, is found when it is decided. */
export type PersonRef =
  | { by: 'chat'; platform: string; workspaceId: string; userId: string; profile?: ChatProfile }
  | { by: 'name'; name: string }
  | { by: 'email'; email: string }
  | { by: 'id'; personId: string }
  | { by: 'group'; name: string };
