/**
 * Starts every line that a test run prints in the extension host, so that the launcher can tell it from the
 * workbench's own chatter. It is invisible where nobody removes it: in a desktop VS Code's output.
 */
export const testLineMark = '\u2063';
