/** What a task says as an input box takes it, which has one line and glues those of a text together. Pure. */
import { withoutPlace } from '../todo/place.js';

/** Stands for the end of a line. */
export const LINE_END = '⏎';

export interface BoxText {
  /** The words, with ` ⏎ ` between their lines. */
  text: string;
  /** The place that a task made from a line ends with, with the line break before it; empty where there is none. */
  place: string;
}

/** What a box begins with, and what stays behind it as it is. */
export function boxText(content: string): BoxText {
  const words = withoutPlace(content);
  return {
    text: words
      .trim()
      .split(/\r\n|[\r\n]/)
      .join(` ${LINE_END} `),
    place: content.slice(words.length).trimEnd(),
  };
}

/** What was typed as the task says it: each ⏎ ends a line, and the place comes after the words. */
export const fromBox = (typed: string, place: string): string =>
  `${typed.trim().replace(/[ \t]*⏎[ \t]*/g, '\n')}${place}`;
