/** An account: one Attio workspace one is signed in to. Holds no secret. */
export interface Account {
  /** `<via>:<workspace id>`; of a second connection of Maton to one workspace `maton:<workspace id>:<connection id>`. */
  id: string;
  /** How it is reached. */
  via: 'attio' | 'maton' | 'sample';
  /** Of `maton`: which of the connections of its key; no secret. */
  connectionId?: string;
  workspaceId: string;
  /** As in app.attio.com/<slug>/… */
  slug: string;
  name: string;
  scopes: string[];
  /** Who authorised the key; the best there is for "me". */
  memberId?: string;
}
