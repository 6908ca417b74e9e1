/** What a platform knows about one of its users, limited to what we asked for or it sent along. */
export type ChatProfile = {
  name: string;
  email?: string;
  isBot: boolean;
  isDeactivated: boolean;
  /** A guest of the workspace, as the platform defines it. */
  isGuest?: boolean;
  /** From another company or workspace, seen in a shared channel. */
  isOutsider?: boolean;
  /** The platform says that nobody has shown that the address is theirs. */
  isEmailUnconfirmed?: boolean;
  /** The platform's own roles of this user in the workspace (Discord). They map to departments. */
  roleIds?: string[];
};

/** A user on a chat platform, whatever the workspace. */
export type PlatformUser = { platform: string; userId: string };

/** A person as a request names them. Stored with the request and resolved when it is decided. */
export type PersonRef =
  | {
      by: 'chat';
      platform: string;
      workspaceId: string;
      userId: string;
      profile?: ChatProfile;
      /** How the platform’s text named them. */
      label?: string;
      /** The named group that this is a member of. */
      viaGroup?: string;
      /** Other named groups that they are in. */
      alsoIn?: string[];
    }
  | { by: 'name'; name: string }
  /**
   * If nobody here has the address, it is somebody's outside the organization: `isGuest`, for sure; `mayBeGuest`, once the giver
   * has confirmed it.
   */
  | { by: 'email'; email: string; isGuest?: true; mayBeGuest?: true }
  | { by: 'id'; personId: string }
  | {
      by: 'group';
      platform: string;
      workspaceId: string;
      groupId: string;
      name: string;
      /** The number of its members, if known but not listed in its place. */
      size?: number;
    };

/** Somebody named by their user on a chat platform. */
export type ChatRef = Extract<PersonRef, { by: 'chat' }>;

/** The name of somebody we may not know; empty if there is only an id, which tells people nothing. */
export function describeRef(ref: PersonRef): string {
  switch (ref.by) {
    case 'chat':
      return ref.profile?.name ?? ref.label ?? '';
    case 'name':
    case 'group':
      return ref.name;
    case 'email':
      return ref.email;
    case 'id':
      return '';
    default:
      return ref satisfies never;
  }
}
