/**
 * VS Code writes its logs through the native module `@vscode/spdlog`, which npm would have to compile. A machine with
 * only Node on it has no compiler, so the same few functions are put in its place in plain JavaScript; without them
 * log output channels would stay empty.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Replaces the native logger of the VS Code in `vscodeFolder`. */
export async function writePlainLogger(vscodeFolder: string): Promise<void> {
  await writeFile(path.join(vscodeFolder, 'node_modules', '@vscode', 'spdlog', 'index.js'), plainLogger);
}

/** CommonJS, as the package is. Levels are spdlog's: trace 0, debug 1, info 2, warning 3, error 4, critical 5, off 6. */
const plainLogger = `'use strict';
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
const two = (n) => String(n).padStart(2, '0');
function stamp() {
  const d = new Date();
  const day = d.getFullYear() + '-' + two(d.getMonth() + 1) + '-' + two(d.getDate());
  const time = two(d.getHours()) + ':' + two(d.getMinutes()) + ':' + two(d.getSeconds());
  return day + ' ' + time + '.' + String(d.getMilliseconds()).padStart(3, '0');
}

class Logger {
  constructor(file, maxSize, maxFiles) {
    Object.assign(this, { file, maxSize, maxFiles, level: 2, raw: false });
  }
  write(level, text) {
    if (level < this.level || this.file === undefined) return;
    const line = this.raw ? text : stamp() + ' [' + levels[level] + '] ' + text + '\\n';
    try {
      this.rotate(Buffer.byteLength(line));
      fs.appendFileSync(this.file, line);
    } catch {
      // The folder has been deleted at the end of a run.
    }
  }
  rotate(added) {
    const size = fs.statSync(this.file, { throwIfNoEntry: false })?.size ?? 0;
    if (size === 0 || size + added <= this.maxSize) return;
    const { dir, name, ext } = path.parse(this.file);
    const numbered = (n) => (n === 0 ? this.file : path.join(dir, name + '.' + n + ext));
    for (let n = this.maxFiles - 1; n >= 0; n--) {
      if (!fs.existsSync(numbered(n))) continue;
      if (n === this.maxFiles - 1) fs.rmSync(numbered(n));
      else fs.renameSync(numbered(n), numbered(n + 1));
    }
  }
  trace(text) { this.write(0, text); }
  debug(text) { this.write(1, text); }
  info(text) { this.write(2, text); }
  warn(text) { this.write(3, text); }
  error(text) { this.write(4, text); }
  critical(text) { this.write(5, text); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  clearFormatters() { this.raw = true; }
  setPattern() {}
  flush() {}
  drop() { this.file = undefined; }
}

async function createLogger(name, file, maxSize, maxFiles) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.appendFileSync(file, '');
  return new Logger(file, maxSize, maxFiles);
}

// One by one, so that an import() of this file finds them by name.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
`;
