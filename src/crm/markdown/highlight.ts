/** `==highlight==` for the parser: Attio keeps it (api.md section 8.1), CommonMark and GitHub's dialect do not know it. */
import type { Literal, Node } from 'mdast';
import type { Extension as FromMarkdown, Token } from 'mdast-util-from-markdown';
import type { Code, Extension, State, TokenizeContext } from 'micromark-util-types';

/** Two equals signs that stand where a highlight may begin or end. Which ones pair is for the reader of the paragraph to say. */
export interface HighlightMark extends Literal {
  type: 'highlightMark';
  value: '==';
  opens: boolean;
  closes: boolean;
}

declare module 'mdast' {
  interface PhrasingContentMap {
    highlightMark: HighlightMark;
  }
  interface RootContentMap {
    highlightMark: HighlightMark;
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    highlightMark: 'highlightMark';
  }
  interface Token {
    opens?: boolean;
    closes?: boolean;
  }
}

const EQUALS = 61;

type Kind = 'space' | 'punctuation' | 'letter';

/** Codes of the parser: negative ones are line ends and tabs. */
function kindOf(code: Code): Kind {
  if (code === null || code < 0) return 'space';
  const character = String.fromCodePoint(code);
  if (/\s/.test(character)) return 'space';
  return /[\p{P}\p{S}]/u.test(character) ? 'punctuation' : 'letter';
}

/**
 * For micromark: every run of two equals signs, and no longer one, as a token that says whether it may open and close
 * by what stands on either side.
 */
export function highlight(): Extension {
  return { text: { [EQUALS]: { name: 'highlightMark', tokenize } } };

  function tokenize(
    this: TokenizeContext,
    effects: Parameters<NonNullable<import('micromark-util-types').Construct['tokenize']>>[0],
    ok: State,
    nok: State,
  ): State {
    const before = this.previous;
    const escaped = this.events.at(-1)?.[1].type === 'characterEscape';
    return (code) => {
      if (before === EQUALS && !escaped) return nok(code);
      effects.enter('highlightMark');
      effects.consume(code);
      return second;
    };
    function second(code: Code): State | undefined {
      if (code !== EQUALS) return nok(code);
      effects.consume(code);
      return end;
    }
    function end(code: Code): State | undefined {
      if (code === EQUALS) return nok(code);
      const token = effects.exit('highlightMark');
      const [left, right] = [kindOf(before), kindOf(code)];
      token.opens = right === 'letter' || (right === 'punctuation' && left !== 'letter');
      token.closes = left === 'letter' || (left === 'punctuation' && right !== 'letter');
      return ok(code);
    }
  }
}

/** For mdast: those tokens as nodes without content, which pair nothing yet. */
export function highlightFromMarkdown(): FromMarkdown {
  return {
    enter: {
      highlightMark(this, token: Token) {
        const node: HighlightMark = {
          type: 'highlightMark',
          value: '==',
          opens: token.opens === true,
          closes: token.closes === true,
        };
        this.enter(node as Node as Parameters<typeof this.enter>[0], token);
      },
    },
    exit: {
      highlightMark(this, token: Token) {
        this.exit(token);
      },
    },
  };
}
