/** A sample workspace in a process of its own, so that its work and memory are not taken for the client's. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Fault, Seen } from '../../../src/sandbox/server.js';
import { projectRoot } from '../../support/workbench/paths.js';
import { stopTree } from '../../support/workbench/processTree.js';

export interface SandboxProcess {
  url: string;
  key: string;
  setFaults(faults: readonly Fault[]): Promise<void>;
  /** The requests since the start or the last `clearLog`, in the order of arrival. */
  requests(): Promise<Seen[]>;
  clearLog(): Promise<void>;
  stop(): void;
}

/** Starts `dist/sandboxServer.js` with `args`; rejects with what it printed when it ends instead of serving. */
export async function startSandboxProcess(...args: string[]): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [path.join(projectRoot, 'dist', 'sandboxServer.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const release = stopTree.onExit(child);
  const { url, key } = await firstLine(child);
  const control = async (method: string, to: string, body?: unknown): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}/_sandbox/${to}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The sandbox refused ${method} ${to}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  return {
    url,
    key,
    setFaults: async (faults) => void (await control('POST', 'faults', { faults })),
    requests: async () => (await control('GET', 'log')).requests as Seen[],
    clearLog: async () => void (await control('DELETE', 'log')),
    stop: () => {
      stopTree(child);
      release();
    },
  };
}

function firstLine(child: ChildProcess): Promise<{ url: string; key: string }> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) resolve(JSON.parse(stdout));
    });
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The sandbox ended with exit code ${code}: ${stderr.trim()}`)));
  });
}
