import type { ChatProfile } from '#src/ports.ts';

/** A person as a request names them. Stored with the request: who it is, is found when it is decided. */
export type PersonRef =
  | {
      by: 'chat';
      platform: string;
      workspaceId: string;
      userId: string;
      profile?: ChatProfile;
      /** The group that was named, of which this is a member. */
      viaGroup?: string;
      /** Other groups that were named and that they are in. */
      alsoIn?: string[];
    }
  | { by: 'name'; name: string }
  | { by: 'email'; email: string }
  | { by: 'id'; personId: string }
  | {
      by: 'group';
      platform: string;
      workspaceId: string;
      groupId: string;
      name: string;
      /** How many are in it, once that was asked and they cannot be put in its place. */
      size?: number;
    };
