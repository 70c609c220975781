/** What work costs, however busy the machine is with something else. */

/** Milliseconds that this process has computed so far, waiting left out. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
