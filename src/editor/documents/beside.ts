/** How what is said beside the documents of a kind reaches VS Code: what is wrong, code lenses, and a badge on the tab. */
import {
  type CodeLens,
  type Disposable,
  type Event,
  EventEmitter,
  FileDecoration,
  languages,
  type TextDocument,
  ThemeColor,
  type Uri,
  window,
} from 'vscode';
import { beginning } from '../markdown.js';
import { plain } from '../plain.js';

/** Remote text in a lens: its beginning, without icons of its own making. */
export const named = (text: string): string => plain(beginning(text, 60));

/** What a kind of document says. */
interface Says<F> {
  /** Works out anew what is wrong in a document, and what its badge counts. */
  mark(file: F): Promise<void>;
  lensesOf(document: TextDocument): Promise<CodeLens[]>;
  /** Of a document with changes that are not in Attio: at most two signs, and what they mean. */
  badgeOf(uri: Uri): { badge: string; tooltip: string } | undefined;
}

/**
 * One for each kind of document, by its scheme. The diagnostics (`problems`) can be set at once; lenses and badges show
 * from `register` on, which answers what ends all three.
 */
export class Beside {
  readonly problems;
  readonly #lenses = new EventEmitter<void>();
  readonly #badges = new EventEmitter<Uri>();

  constructor(private readonly scheme: string) {
    this.problems = languages.createDiagnosticCollection(scheme);
  }

  /** The badge of a document is another one now. */
  badge(uri: Uri): void {
    this.#badges.fire(uri);
  }

  /** `changed`: what stands beside a document is to be worked out anew. */
  register<F>(changed: Event<F>, says: Says<F>): Disposable[] {
    const { scheme } = this;
    return [
      this.problems,
      this.#lenses,
      this.#badges,
      changed((file) => {
        this.#lenses.fire();
        void says.mark(file).catch(() => {});
      }),
      languages.registerCodeLensProvider(
        { scheme },
        { onDidChangeCodeLenses: this.#lenses.event, provideCodeLenses: (document) => says.lensesOf(document) },
      ),
      window.registerFileDecorationProvider({
        onDidChangeFileDecorations: this.#badges.event,
        provideFileDecoration: (uri) => {
          const shown = uri.scheme === scheme ? says.badgeOf(uri) : undefined;
          return (
            shown &&
            new FileDecoration(shown.badge, shown.tooltip, new ThemeColor('gitDecoration.modifiedResourceForeground'))
          );
        },
      }),
    ];
  }
}
