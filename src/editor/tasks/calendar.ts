/** How the person counts days: their time zone, and the weeks of their language. */
import { type Calendar, firstDayOf } from '../../crm/tasks/groups.js';
import { conventions } from '../values/known.js';

export function calendar(): Calendar {
  const { timeZone, locale } = conventions();
  return { timeZone, firstDay: firstDayOf(locale) };
}
