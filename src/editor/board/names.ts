/** The name by which VS Code knows boards. */
export const BOARD_VIEW_TYPE = 'attio.pipeline';
