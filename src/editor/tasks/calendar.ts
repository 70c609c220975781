/** The calendar that tasks are grouped by. */
import { type Calendar, firstDayOf } from '../../crm/tasks/groups.js';
import { conventions } from '../values/known.js';

/**
 * How the person counts days: their time zone, and the weeks of their language. As this machine has both at the moment.
 */
export function calendar(): Calendar {
  const { timeZone, locale } = conventions();
  return { timeZone, firstDay: firstDayOf(locale) };
}
