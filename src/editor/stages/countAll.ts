/** Reads all that is in a pipeline, so that each of its stages says exactly how much is in it. */
import type { Pipeline } from '../../crm/pipeline/types.js';
import type { Catalog } from '../../crm/types.js';
import { isCancel } from '../command.js';
import type { Services } from '../services.js';
import type { AnyStage } from './nodes.js';
import { Counts, type Place, placeOf } from './stageRows.js';

/** undefined: the person stopped it, and nothing is counted. Rejects with AttioError. */
export async function countAll(
  { ui }: Pick<Services, 'ui'>,
  catalog: Catalog,
  pipeline: Pipeline,
  stages: readonly AnyStage[],
  { surface, name }: { surface: string; name: string },
): Promise<Counts | undefined> {
  const options = { title: `Counting ${name}`, where: 'notification', cancellable: true } as const;
  return ui.progress(options, async (report, token) => {
    const stop = new AbortController();
    const listener = token.onCancellationRequested(() => stop.abort());
    const places = new Map<string, Place>();
    try {
      for await (const cards of catalog.everyCard(pipeline, { surface, priority: 'bulk', signal: stop.signal })) {
        for (const card of cards) places.set(card.id, placeOf(card));
        report(`${places.size.toLocaleString()} so far`);
      }
    } catch (error) {
      if (stop.signal.aborted && isCancel(error)) return undefined;
      throw error;
    } finally {
      listener.dispose();
    }
    return stop.signal.aborted ? undefined : new Counts(stages, places);
  });
}
