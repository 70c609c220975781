// Preloaded into VS Code's server, which keeps an open pipe to the process that started it. When that process dies,
// however hard, the pipe closes and the server goes too; its extension hosts follow it.
if (process.env.ATTIO_RIG_SERVER === '1') {
  // Not for the children.
  delete process.env.ATTIO_RIG_SERVER;
  process.stdin.on('end', () => process.exit(1));
  process.stdin.on('error', () => process.exit(1));
  process.stdin.resume();
  process.stdin.unref?.();
}
