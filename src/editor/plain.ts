/** Words of others in VS Code's own boxes and rows. */

/**
 * Shown as it is written where VS Code reads `[…](…)` as a link, which can run a command (messages, prompts), and `$(…)`
 * as an icon (rows, lenses, the status bar): a space of no width stands between.
 */
export const plain = (text: string): string => text.replaceAll('](', ']\u200b(').replaceAll('$(', '$\u200b(');
