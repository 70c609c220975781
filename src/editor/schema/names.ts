/** Names by which VS Code knows the views of objects. */
export const OBJECT_VIEW_TYPE = 'attio.object';
/** Read-only Markdown documents: `attio-object:/Companies.md?<account>/<object id>`. */
export const OBJECT_SCHEME = 'attio-object';
