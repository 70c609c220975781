/** Which stretch of the trail a command is about. */
import { dayOf } from '../../audit/days.js';
import type { Services } from '../services.js';
import { retentionDays } from './kept.js';

export interface Period {
  /** `Today`, `Last 7 days`, `All that is kept`. */
  name: string;
  /** The first day, in UTC. */
  from: string;
}

const DAY_MS = 86_400_000;

/**
 * The shortest first, “All that is kept” last. `kept`: days; a stretch that is not shorter is left out. Days begin in
 * UTC, and today is one of them.
 */
export function periods(now: Date, kept: number): Period[] {
  const back = (days: number) => dayOf(new Date(now.getTime() - days * DAY_MS));
  const choices = [1, 7, 30].filter((days) => days < kept);
  return [
    ...choices.map((days) => ({ name: days === 1 ? 'Today' : `Last ${days} days`, from: back(days - 1) })),
    { name: 'All that is kept', from: '0000-00-00' },
  ];
}

/** undefined: closed. `title`: of the box. */
export async function pickPeriod({ ui }: Services, title: string): Promise<Period | undefined> {
  const kept = retentionDays();
  return ui.pick(
    periods(new Date(), kept).map((period) => ({
      label: period.name,
      description:
        period.from === '0000-00-00' ? `at most ${kept} ${kept === 1 ? 'day' : 'days'}` : `from ${period.from} (UTC)`,
      icon: 'calendar',
      value: period,
    })),
    { title, placeholder: 'Days are those of UTC' },
  );
}
