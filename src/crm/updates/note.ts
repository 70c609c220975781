/** The note that a text makes: the text itself, or of a transcript and of a long text what was agreed, named and left open. */
import { isQuestion } from './mood.js';
import { frontMatterLines, type Sentence, speakersIn, unmarked } from './sentences.js';
import type { Known, Subjects } from './subjects.js';
import type { CreateProposal, Ground, NoteProposal, TaskProposal, UpdateProposal } from './types.js';

/** A longer text is summed up. */
const MAX_WHOLE = 20_000;
const MAX_SENTENCES = 12;
const OPEN =
  /\b(?:open question|(?:do not|don['’]t) know yet|not (?:yet )?clear|unclear|to be (?:clarified|decided|confirmed)|tbd|tbc|still open|needs? clarification)\b/iu;

/** What else was found, for the summary. */
export interface Findings {
  tasks: readonly Omit<TaskProposal, 'id'>[];
  updates: readonly Omit<UpdateProposal, 'id'>[];
  creates: readonly CreateProposal[];
}

/** undefined: there is no record to write it to, it is a note already, or Attio has it. */
export async function noteOf(
  sentences: readonly Sentence[],
  subjects: Subjects,
  findings: Findings,
  ground: Ground,
): Promise<Omit<NoteProposal, 'id'> | undefined> {
  const { main, all } = subjects;
  const { lines, isNote } = ground;
  if (!main || isNote || sentences.length === 0) return undefined;
  // A mail is a note as it is; talk is not.
  const spoken = speakersIn(sentences).length > 1 && !lines.some(({ text }) => /^(?:From|Von|De):\s/.test(text));
  const whole = wholeText(ground, sentences);
  const long = spoken || whole.body.length > MAX_WHOLE;
  const content = long ? summary(sentences, subjects, findings) : whole.body;
  const title = ground.meeting || spoken ? shorten(ground.title) : whole.title;
  if (content.trim() === '' || (await exists(main, title, content, ground))) return undefined;
  const first = sentences[0]!;
  const companies = all.filter(({ ref, surely, count }) => surely && ref.object === main.ref.object && count > 0);
  const guessed = !main.linked && companies.length > 1 && !main.pattern?.test(`${ground.title} ${title}`);
  return {
    kind: 'note',
    about: { ref: main.ref, title: main.title, noun: main.noun },
    title,
    content,
    ...(ground.meeting?.id !== undefined && { meetingId: ground.meeting.id }),
    evidence: { sentence: first.text, line: lines[0]?.line ?? first.line },
    accepted: !guessed,
    ...(guessed && { doubt: 'the text speaks of several records' }),
  };
}

const MAX_TITLE = 80;
const GREETING = /^(?:hi|hello|hey|hallo|dear|liebe[rs]?|guten tag|bonjour|hola|ciao|olá)\b.{0,40}$/iu;

/** At most so many characters, cut at a word. */
function shorten(text: string): string {
  if (text.length <= MAX_TITLE) return text;
  const cut = text.slice(0, MAX_TITLE);
  return `${cut.replace(/\s+\S*$/u, '').replace(/[\p{Cs},;:–-]+$/u, '')}…`;
}

/** The text as it stands, less its front matter, with the title it gives itself: else its heading or first sentence. */
export function wholeText(
  { lines, title }: Pick<Ground, 'lines' | 'title'>,
  sentences: readonly Sentence[],
): { title: string; body: string } {
  const rest = lines.slice(frontMatterLines(lines));
  const found = (from: readonly { text: string }[], pattern: RegExp) =>
    from.map(({ text }) => pattern.exec(text)?.[1]).find((one) => one !== undefined);
  const front = found(lines.slice(0, frontMatterLines(lines)), /^title:\s*(.+)$/)
    ?.trim()
    .replace(/^(["'])(.*)\1$/, '$2');
  const subject = found(rest.slice(0, 15), /^(?:Subject|Betreff|Objet):\s*(?:(?:re|fwd?|aw|wg|tr):\s*)*(.+)$/i);
  const own = (
    sentences.find(({ form }) => form === 'heading') ?? sentences.find(({ text }) => !GREETING.test(text))
  )?.text.replace(/[.:]+$/, '');
  const named = shorten(front || subject || own || title);
  const body = rest.map(({ text }) => text).join('\n');
  const trimmed = body.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
  // The note has its title once.
  const head = /^#{1,6}[ \t]+(.+?)[ \t]*(?:\n+|$)/.exec(trimmed);
  const isTitle = head !== null && unmarked(head[1]!).replace(/[.:]+$/, '') === named;
  return { title: named, body: isTitle && trimmed.length > head[0].length ? trimmed.slice(head[0].length) : trimmed };
}

/** What was agreed, the sentences with figures, what is open, and who spoke; Markdown that Attio keeps. */
export function summary(sentences: readonly Sentence[], { colleagues }: Subjects, findings: Findings): string {
  const who = (task: Omit<TaskProposal, 'id'>) => colleagues.find(({ id }) => id === task.assignee)?.name;
  const agreed = findings.tasks.map((task) => {
    const name = who(task);
    const day = task.deadline ? ` (${task.deadline})` : '';
    return `- ${name ? `**${name}**: ` : ''}${task.content}${day}`;
  });
  const said = [...findings.updates, ...findings.creates].map(({ evidence }) => evidence);
  const open = sentences.filter(({ text, form }) => form !== 'quote' && OPEN.test(text) && !isQuestion(text));
  const quote = ({ text, sentence, speaker }: { text?: string; sentence?: string; speaker?: string | undefined }) =>
    `- ${speaker ? `${speaker}: ` : ''}${text ?? sentence ?? ''}`;
  const speakers = speakersIn(sentences);
  const part = (heading: string, list: readonly string[]) =>
    list.length === 0 ? [] : [`## ${heading}\n\n${[...new Set(list)].slice(0, MAX_SENTENCES).join('\n')}`];
  const parts = [
    ...part('Agreed', agreed),
    ...part('Said', said.filter(({ sentence }) => sentence.length > 12).map(quote)),
    ...part('Open', open.map(quote)),
    ...(speakers.length > 0 ? [`## Who spoke\n\n${speakers.join(', ')}`] : []),
  ];
  return parts.join('\n\n');
}

const words = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether the record has a note of this title with this text. */
async function exists({ ref }: Known, title: string, content: string, { catalog, read }: Ground): Promise<boolean> {
  // A scope of its own: without it nothing is known of notes.
  const page = await catalog.notesOf(ref, { offset: 0, limit: 10 }, read).catch(() => undefined);
  const begins = words(content).slice(0, 400);
  return (page?.notes ?? []).some(
    (note) =>
      words(note.title) === words(title) &&
      words(note.content_plaintext).startsWith(begins.slice(0, Math.min(begins.length, 200))),
  );
}
