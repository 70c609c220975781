/** The status bar item that says how many drafts of notes there are. */
import { type ExtensionContext, StatusBarAlignment, type StatusBarItem, window } from 'vscode';

let item: StatusBarItem | undefined;

/** 0 hides it. Pressed, it lists the drafts. Made with the first draft, once for the window. */
export function showCount(context: ExtensionContext, count: number): void {
  if (count === 0) {
    item?.hide();
    return;
  }
  if (item === undefined) {
    item = window.createStatusBarItem('attio.drafts', StatusBarAlignment.Left, -1);
    item.name = 'Attio Note Drafts';
    item.command = 'attio.openDrafts';
    context.subscriptions.push(item);
  }
  item.text = `$(notebook) ${count} note draft${count === 1 ? '' : 's'}`;
  item.tooltip = 'Notes that are not in Attio yet. Press to open one.';
  item.show();
}
