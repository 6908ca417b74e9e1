/** What a platform knows about one of its users; only what it was asked for or was sent along. */
export type ChatProfile = {
  name: string;
  email?: string;
  isBot: boolean;
  isDeactivated: boolean;
  /** The platform's own roles of this user in the workspace (Discord). They map to departments. */
  roleIds?: string[];
};

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

/** Somebody named by their user on a chat platform. */
export type ChatRef = Extract<PersonRef, { by: 'chat' }>;

/** How to speak of somebody whom we may not know. */
export function describeRef(ref: PersonRef): string {
  switch (ref.by) {
    case 'chat':
      return ref.profile?.name ?? ref.userId;
    case 'name':
    case 'group':
      return ref.name;
    case 'email':
      return ref.email;
    case 'id':
      return ref.personId;
    default:
      return ref satisfies never;
  }
}
