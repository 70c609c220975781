/**
 * The feed that Acme Robotics reads for both plants: https://app.attio.com/northwind-labs/company/ddafe84c-4836-5e34-9805-451fecf22214
 * Promised to Grace (grace.okafor@acme-robotics.example): alerts within five seconds, by text message at night.
 */

/** Hosts that may read the feed. Lumen tests with it too: https://app.attio.com/northwind-labs/company/c3699eaa-f766-50d1-8713-c3b9d1539786 */
const readers = ['feed.acme-robotics.example', 'feed.lumenhealth.example'];

export interface Alert {
  readonly plant: string;
  readonly raisedAt: Date;
}

/** How an alert is sent: between 22:00 and 06:00 someone has to be woken up. */
export function channelFor(alert: Alert): 'text message' | 'e-mail' {
  const hour = alert.raisedAt.getHours();
  // TODO: Atlas wants its own hours, see https://app.attio.com/northwind-labs/custom/projects/record/e56af81e-961a-5def-94f2-775eba8bbe29
  return hour >= 22 || hour < 6 ? 'text message' : 'e-mail';
}

/** Whether `host` may read the feed. */
export function mayRead(host: string): boolean {
  return readers.includes(host.toLowerCase());
}
