/** Questions of several steps: forth, back, and to the one that Attio's refusal concerns. What was typed stays. */
import { BACK, type Back, type StepOptions } from '../ui.js';

/** What every box of a step has. */
export type Box = { ignoreFocusOut: true } & StepOptions<Back>;

/** What Attio refused, to be said where it is asked anew. */
export interface Problem {
  step: string;
  text: string;
}

export interface Step<S> {
  id: string;
  /** Whether it is asked at all, by what was answered before. */
  when?(state: S): boolean;
  /** Keeps the answer in the state. `problem`: what was refused here before. undefined: closed. */
  ask(state: S, box: Box, problem: string | undefined): Promise<'next' | Back | undefined>;
}

export interface WalkOptions {
  /** Where to begin, and what to say there. */
  problem?: Problem;
  /** The first step has Back as well. */
  back?: boolean;
}

/** Asks step by step. `done`: the last was answered; BACK: back from the first; undefined: closed. */
export async function walk<S>(
  steps: readonly Step<S>[],
  state: S,
  { problem, back = false }: WalkOptions = {},
): Promise<'done' | Back | undefined> {
  let at = Math.max(
    0,
    steps.findIndex(({ id }) => id === problem?.step),
  );
  let said = problem;
  let direction = 1;
  while (at < steps.length) {
    const step = steps[at];
    if (!step) return BACK;
    if (step.when && !step.when(state)) {
      at += direction;
      continue;
    }
    const asked = steps.filter((one) => !one.when || one.when(state));
    const number = asked.indexOf(step) + 1;
    const box: Box = {
      ignoreFocusOut: true,
      step: number,
      totalSteps: asked.length,
      ...((back || number > 1) && { back: BACK }),
    };
    const answer = await step.ask(state, box, said?.step === step.id ? said.text : undefined);
    if (answer === undefined) return undefined;
    if (said?.step === step.id) said = undefined;
    direction = answer === BACK ? -1 : 1;
    at += direction;
  }
  return 'done';
}

/** What a box says: what was wrong before, then what is asked. */
export const said = (problem: string | undefined, otherwise: string): string =>
  problem === undefined ? otherwise : `${problem} ${otherwise}`;
