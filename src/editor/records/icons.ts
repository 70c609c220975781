/** The codicon of an object, by its slug: the same in the tree, in search and in pickers. */
const ICONS: Record<string, string> = {
  companies: 'organization',
  people: 'person',
  deals: 'briefcase',
  users: 'account',
  workspaces: 'multiple-windows',
};

/** Custom objects share one icon; their names tell them apart. */
export function objectIcon(slug: string): string {
  return Object.hasOwn(ICONS, slug) ? ICONS[slug]! : 'layers';
}
