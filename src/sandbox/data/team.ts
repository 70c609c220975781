/** The people who work at the fictional Northwind Labs: the workspace's members. */
import { rows } from './table.js';

export const WORKSPACE = { key: 'northwind-labs', name: 'Northwind Labs', slug: 'northwind-labs' };

export interface SeedMember {
  key: string;
  first: string;
  last: string;
  email: string;
  access: 'admin' | 'member' | 'suspended';
  createdAt: string;
}

export const MEMBERS: SeedMember[] = rows(`
  ada   | Ada    | Brightwater | ada@northwind-labs.example   | admin     | 2024-01-08T09:00:00.000Z
  bruno | Bruno  | Castellan   | bruno@northwind-labs.example | admin     | 2024-01-08T09:12:00.000Z
  chloe | Chloé  | Marchetti   | chloe@northwind-labs.example | member    | 2024-02-19T08:30:00.000Z
  dev   | Devika | Raman       | dev@northwind-labs.example   | member    | 2024-06-03T10:00:00.000Z
  emeka | Emeka  | Oduya       | emeka@northwind-labs.example | member    | 2025-03-17T10:00:00.000Z
  finn  | Finn   | Östergård   | finn@northwind-labs.example  | suspended | 2024-04-22T10:00:00.000Z
`).map(([key, first, last, email, access, createdAt]) => ({
  key: key!,
  first: first!,
  last: last!,
  email: email!,
  access: access as SeedMember['access'],
  createdAt: createdAt!,
}));
