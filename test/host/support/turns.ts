/** How long the extension keeps everybody else in its host waiting. */
import { Session } from 'node:inspector';

/** Of a sample that came late because the machine was busy, no more counts, in microseconds. */
const MOST_US = 3_000;

interface Profile {
  startTime: number;
  nodes: { id: number; callFrame: { url: string }; children?: number[] }[];
  samples: number[];
  timeDeltas: number[];
}

/**
 * Runs `work`; the greatest part of its time (0 to 1) that code of files whose address has `part` in it was busy without
 * giving others their turn. A part, because how long a turn takes is the machine's affair; `npm run bench` says how long.
 * What VS Code's own extensions do in the same host is not counted.
 */
export async function greatestTurn(part: string, work: () => Promise<unknown>): Promise<number> {
  const session = new Session();
  session.connect();
  const post = <T>(method: string) =>
    new Promise<T>((resolve, reject) => {
      session.post(method, (error: Error | null, result?: object) => (error ? reject(error) : resolve(result as T)));
    });
  await post('Profiler.enable');
  await post('Profiler.start');
  /** When a turn ended; microseconds of the clock that the profile has. */
  const ends: number[] = [];
  let watching = true;
  const turn = () => {
    ends.push(Number(process.hrtime.bigint() / 1000n));
    if (watching) setImmediate(turn);
  };
  turn();
  try {
    await work();
  } finally {
    watching = false;
  }
  const { profile } = await post<{ profile: Profile }>('Profiler.stop');
  session.disconnect();
  const ours = framesOf(profile, part);
  let at = profile.startTime;
  let next = 0;
  let busy = 0;
  let whole = 0;
  let longest = 0;
  for (const [index, sample] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index]!;
    at += delta;
    while (next < ends.length && ends[next]! <= at) {
      longest = Math.max(longest, busy);
      busy = 0;
      next++;
    }
    if (!ours.has(sample)) continue;
    busy += Math.min(delta, MOST_US);
    whole += Math.min(delta, MOST_US);
  }
  return whole === 0 ? 0 : Math.max(longest, busy) / whole;
}

/** The frames in which such code runs, or what it has called. */
function framesOf({ nodes }: Profile, part: string): Set<number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ours = new Set<number>();
  const called = new Set(nodes.flatMap(({ children = [] }) => children));
  const left = nodes.filter(({ id }) => !called.has(id)).map(({ id }) => ({ id, inside: false }));
  for (let one = left.pop(); one; one = left.pop()) {
    const { callFrame, children = [] } = byId.get(one.id)!;
    const inside = one.inside || callFrame.url.includes(part);
    if (inside) ours.add(one.id);
    for (const id of children) left.push({ id, inside });
  }
  return ours;
}
