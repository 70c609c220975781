/** An account: one Attio workspace one is signed in to. Holds no secret. */
export interface Account {
  /** `<via>:<workspace id>`. */
  id: string;
  /** How it is reached. */
  via: 'attio' | 'maton' | 'sample';
  workspaceId: string;
  /** As in app.attio.com/<slug>/… */
  slug: string;
  name: string;
  scopes: string[];
  /** Who authorised the key; the best there is for "me". */
  memberId?: string;
}
